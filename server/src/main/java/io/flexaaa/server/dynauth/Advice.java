package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.ErrorCause;

/** What an Error-Cause means for who pressed the button. */
final class Advice {
    private Advice() {}

    static String name(int code) {
        ErrorCause cause = ErrorCause.of(code);
        return cause == null ? "Error-Cause-" + code : cause.label();
    }

    static String of(int code) {
        ErrorCause cause = ErrorCause.of(code);
        if (cause == null) return "see the NAS's own log";
        return switch (cause) {
            case SESSION_CONTEXT_NOT_FOUND ->
                    "the NAS does not know this session; if it stays in the list, its"
                            + " Accounting-Stop was lost";
            case UNSUPPORTED_ATTRIBUTE ->
                    "the NAS does not take one of the attributes; nothing was changed";
            case MISSING_ATTRIBUTE -> "the NAS wants one more attribute to find the session";
            case NAS_IDENTIFICATION_MISMATCH ->
                    "the NAS says it is not the one named; check NAS-IP-Address on the hub";
            case INVALID_REQUEST -> "the NAS could not use the request as it is";
            case INVALID_ATTRIBUTE_VALUE ->
                    "the NAS refused a value, such as an unknown ACL or interface command; nothing"
                            + " was changed";
            case ADMINISTRATIVELY_PROHIBITED -> "the NAS's configuration forbids it";
            case SESSION_CONTEXT_NOT_REMOVABLE -> "the NAS cannot remove this session";
            case RESOURCES_UNAVAILABLE -> "the NAS is short of resources; try again later";
            case MULTIPLE_SESSION_SELECTION_UNSUPPORTED ->
                    "several sessions match; disconnect them one by one";
            case UNSUPPORTED_SERVICE, UNSUPPORTED_EXTENSION ->
                    "the NAS does not support this kind of request";
            case REQUEST_INITIATED -> "the NAS asks to be sent a new Access-Request first";
            case RESIDUAL_CONTEXT_REMOVED -> "the NAS removed what was left of the session";
            case INVALID_EAP_PACKET -> "the NAS did not understand the EAP packet";
            case PROXY_REQUEST_NOT_ROUTABLE, PROXY_PROCESSING_ERROR ->
                    "a proxy between here and the NAS failed";
        };
    }
}
