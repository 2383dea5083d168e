package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

/**
 * A server certificate that was made elsewhere, with its key: a PKCS#12 file (base64), or PEM.
 *
 * @param certificatePem leaf first, then its intermediates
 */
public record CertificateImport(
        @Nullable String pkcs12,
        @Nullable String certificatePem,
        @Nullable String privateKeyPem,
        @Nullable String passphrase) {

    @Override
    public String toString() {
        return "CertificateImport[hidden]";
    }
}
