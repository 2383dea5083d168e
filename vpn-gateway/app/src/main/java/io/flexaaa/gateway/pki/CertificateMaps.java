package io.flexaaa.gateway.pki;

import io.flexaaa.gateway.ios.config.PkiConfig.CertificateMap;
import io.flexaaa.gateway.ios.config.PkiConfig.Rule;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** {@code crypto pki certificate map}: any of its entries, all rules of it. */
public final class CertificateMaps {
    private CertificateMaps() {}

    public static Predicate<X509Certificate> predicate(CertificateMap map) {
        return certificate ->
                map.entries().values().stream()
                        .anyMatch(
                                rules -> rules.stream().allMatch(rule -> holds(rule, certificate)));
    }

    private static boolean holds(Rule rule, X509Certificate certificate) {
        List<String> values = values(rule, certificate);
        String wanted = plain(rule.value());
        return switch (rule.test()) {
            case EQ -> values.stream().anyMatch(v -> plain(v).equals(wanted));
            case NE -> values.stream().noneMatch(v -> plain(v).equals(wanted));
            case CO -> values.stream().anyMatch(v -> plain(v).contains(wanted));
            case NC -> values.stream().noneMatch(v -> plain(v).contains(wanted));
        };
    }

    private static List<String> values(Rule rule, X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return switch (rule.field()) {
            case SUBJECT_NAME -> List.of(subject);
            case ISSUER_NAME -> List.of(certificate.getIssuerX500Principal().getName());
            case ALT_SUBJECT_NAME -> CertificateNames.alternatives(certificate);
            case NAME -> {
                List<String> both = new ArrayList<>(CertificateNames.alternatives(certificate));
                both.add(subject);
                yield both;
            }
            case SERIAL_NUMBER -> List.of(certificate.getSerialNumber().toString(16));
        };
    }

    /** IOS writes {@code cn = a, o = b}, Java {@code CN=a,O=b}. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("\\s*([,=])\\s*", "$1").strip();
    }
}
