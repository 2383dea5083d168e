package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** Whether a certificate is good now. */
public enum CertificateState {
    VALID,
    NOT_YET_VALID,
    EXPIRED,
    REVOKED;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
