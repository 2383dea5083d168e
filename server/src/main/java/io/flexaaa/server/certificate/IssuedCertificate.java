package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

/**
 * A new certificate.
 *
 * @param pkcs12 key, certificate and chain under the passphrase, base64; shown this once, not kept
 */
public record IssuedCertificate(Certificate certificate, @Nullable String pkcs12) {

    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate.serial() + "]";
    }
}
