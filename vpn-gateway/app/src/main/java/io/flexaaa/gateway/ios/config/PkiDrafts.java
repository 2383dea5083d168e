package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code crypto pki} sections while they are being read. */
final class PkiDrafts {
    private PkiDrafts() {}

    static final class Trustpoint {
        final String name;
        List<PkiConfig.Revocation> revocation = PkiConfig.Trustpoint.REVOCATION;
        @Nullable String certificate;
        @Nullable String privateKey;
        @Nullable String pkcs12;
        @Nullable ConfigKey pkcs12Password;
        final List<String> authorities = new ArrayList<>();
        final List<String> crls = new ArrayList<>();
        @Nullable String ocspUrl;

        Trustpoint(String name) {
            this.name = name;
        }

        PkiConfig.Trustpoint build() {
            return new PkiConfig.Trustpoint(
                    name,
                    revocation,
                    certificate,
                    privateKey,
                    pkcs12,
                    pkcs12Password,
                    authorities,
                    crls,
                    ocspUrl);
        }
    }

    static final class CertificateMap {
        final String name;
        final Map<Integer, List<PkiConfig.Rule>> entries = new LinkedHashMap<>();

        CertificateMap(String name) {
            this.name = name;
        }

        PkiConfig.CertificateMap build() {
            Map<Integer, List<PkiConfig.Rule>> copy = new LinkedHashMap<>();
            entries.forEach((number, rules) -> copy.put(number, List.copyOf(rules)));
            return new PkiConfig.CertificateMap(name, copy);
        }
    }

    /** One numbered entry of a map. */
    record Entry(List<PkiConfig.Rule> rules) {}
}
