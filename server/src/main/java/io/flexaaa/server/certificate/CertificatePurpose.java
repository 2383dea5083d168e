package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import org.bouncycastle.asn1.x509.KeyPurposeId;

import java.util.List;
import java.util.Locale;

/** What a certificate is for; decides its extended key usage and how long it may live. */
public enum CertificatePurpose {
    /** This server in EAP-TLS and RadSec. */
    SERVER(397, 825, KeyPurposeId.id_kp_serverAuth),
    /** A hub or gateway: RadSec client, and IKEv2 responder. */
    HUB(
            825,
            3650,
            KeyPurposeId.id_kp_clientAuth,
            KeyPurposeId.id_kp_serverAuth,
            KeyPurposeId.id_kp_ipsecIKE),
    /** A user or spoke. */
    CLIENT(825, 3650, KeyPurposeId.id_kp_clientAuth),
    /** Made elsewhere and imported with its key. */
    IMPORTED(0, 0);

    private final int defaultDays;
    private final int mostDays;
    private final List<KeyPurposeId> usages;

    CertificatePurpose(int defaultDays, int mostDays, KeyPurposeId... usages) {
        this.defaultDays = defaultDays;
        this.mostDays = mostDays;
        this.usages = List.of(usages);
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CertificatePurpose of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    int defaultDays() {
        return defaultDays;
    }

    int mostDays() {
        return mostDays;
    }

    List<KeyPurposeId> usages() {
        return usages;
    }
}
