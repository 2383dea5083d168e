package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** {@code crypto pki}: whom we trust and what we show ourselves with. */
public record PkiConfig(
        Map<String, Trustpoint> trustpoints, Map<String, CertificateMap> certificateMaps) {
    public PkiConfig {
        trustpoints = GatewayConfig.ordered(trustpoints);
        certificateMaps = GatewayConfig.ordered(certificateMaps);
    }

    /** How to find out that a certificate was revoked; the next when one cannot say. */
    public enum Revocation implements IosWord {
        CRL,
        OCSP,
        NONE
    }

    /**
     * {@code crypto pki trustpoint}. A router keeps certificates and keys in its NVRAM; here the
     * {@code linux} lines name the files.
     *
     * @param certificate PEM: our certificate, then the intermediate ones
     * @param privateKey PEM, PKCS #8
     * @param pkcs12 certificate, key and authorities in one file, in place of the two
     * @param authorities PEM or DER
     * @param ocspUrl whom to ask; null = whom the certificate names
     */
    public record Trustpoint(
            String name,
            List<Revocation> revocation,
            @Nullable String certificate,
            @Nullable String privateKey,
            @Nullable String pkcs12,
            @Nullable ConfigKey pkcs12Password,
            List<String> authorities,
            List<String> crls,
            @Nullable String ocspUrl) {
        /** What IOS does when no line says: a CRL must be there and clear. */
        public static final List<Revocation> REVOCATION = List.of(Revocation.CRL);

        public Trustpoint {
            revocation = List.copyOf(revocation);
            authorities = List.copyOf(authorities);
            crls = List.copyOf(crls);
        }
    }

    /** {@code crypto pki certificate map NAME}: numbered alternatives, each all of its rules. */
    public record CertificateMap(String name, Map<Integer, List<Rule>> entries) {
        public CertificateMap {
            entries = GatewayConfig.ordered(entries);
        }
    }

    public enum Field implements IosWord {
        SUBJECT_NAME,
        ISSUER_NAME,
        ALT_SUBJECT_NAME,
        NAME,
        SERIAL_NUMBER
    }

    /** Equals, not equal, contains, does not contain; without regard to case. */
    public enum Test implements IosWord {
        EQ,
        NE,
        CO,
        NC
    }

    public record Rule(Field field, Test test, String value) {}
}
