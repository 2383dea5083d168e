package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What is to be issued.
 *
 * @param authority absent: the built-in one called {@code flexaaa}, made on the first order
 * @param subject as in {@code CN=hub1.example.com,O=Example}; absent with a CSR: the CSR's
 * @param names as in {@code dns:hub1.example.com}, {@code ip:192.0.2.1}, {@code email:...}, {@code
 *     upn:...}; absent with a CSR: the CSR's
 * @param csrPem a PKCS#10 request; the key then stays where it is
 * @param passphrase without a CSR: of the PKCS#12 file, which is given out once
 */
public record CertificateOrder(
        @Nullable String authority,
        CertificatePurpose purpose,
        @Nullable String subject,
        @Nullable List<String> names,
        @Nullable KeyKind algorithm,
        @Nullable Integer validityDays,
        @Nullable String csrPem,
        @Nullable String passphrase) {

    @Override
    public String toString() {
        return "CertificateOrder[" + purpose + " " + subject + " " + names + "]";
    }
}
