package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

/** How a certificate is renewed: a new key made here, or the request of whoever holds it. */
public record CertificateRenewal(
        @Nullable KeyKind algorithm,
        @Nullable Integer validityDays,
        @Nullable String csrPem,
        @Nullable String passphrase) {

    @Override
    public String toString() {
        return "CertificateRenewal[validityDays=" + validityDays + "]";
    }
}
