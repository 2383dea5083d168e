package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import org.bouncycastle.asn1.x509.CRLReason;

import java.util.Locale;

/** Why a certificate was revoked (RFC 5280 §5.3.1), as far as this authority says. */
public enum RevocationReason {
    UNSPECIFIED(CRLReason.unspecified),
    KEY_COMPROMISE(CRLReason.keyCompromise),
    AFFILIATION_CHANGED(CRLReason.affiliationChanged),
    SUPERSEDED(CRLReason.superseded),
    CESSATION_OF_OPERATION(CRLReason.cessationOfOperation);

    private final int number;

    RevocationReason(int number) {
        this.number = number;
    }

    /** Stable; as in {@code key-compromise}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static RevocationReason of(@org.jspecify.annotations.Nullable String code) {
        return code == null
                ? UNSPECIFIED
                : valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    int number() {
        return number;
    }
}
