package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.server.access.Reason;

/** The protocol's refusals as the reasons of log, API and metrics: one row each. */
final class EapReasons {

    private EapReasons() {}

    /**
     * @param users what the user's own check said, for the refusals that only it can explain
     */
    static Reason of(EapRefusal.Code code, Reason users) {
        return switch (code) {
            case MALFORMED -> Reason.EAP_MALFORMED;
            case OUT_OF_ORDER -> Reason.EAP_OUT_OF_ORDER;
            case TOO_LONG -> Reason.EAP_TOO_LONG;
            case NO_COMMON_METHOD -> Reason.EAP_NO_COMMON_METHOD;
            case NAME_MISMATCH -> Reason.EAP_NAME_MISMATCH;
            case WRONG_PASSWORD -> Reason.WRONG_PASSWORD;
            case PASSWORD_NOT_REVERSIBLE -> Reason.PASSWORD_NOT_REVERSIBLE;
            case USER_REFUSED, CERTIFICATE_REFUSED -> users;
            case NO_CERTIFICATE -> Reason.EAP_NO_CERTIFICATE;
            case UNKNOWN_CA -> Reason.EAP_UNKNOWN_CA;
            case CERTIFICATE_EXPIRED -> Reason.EAP_CERTIFICATE_EXPIRED;
            case CERTIFICATE_REVOKED -> Reason.EAP_CERTIFICATE_REVOKED;
            case CERTIFICATE_STATUS_UNKNOWN -> Reason.EAP_CERTIFICATE_STATUS_UNKNOWN;
            case CERTIFICATE_INVALID -> Reason.EAP_CERTIFICATE_INVALID;
            case NO_COMMON_TLS -> Reason.EAP_NO_COMMON_TLS;
            case TLS_ALERT -> Reason.EAP_TLS_ALERT;
            case TLS_FAILED -> Reason.EAP_TLS_FAILED;
            case PEER_FAILED -> Reason.EAP_PEER_FAILED;
        };
    }
}
