package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Where in a certificate the name of a user or peer is. An authority has an ordered list. */
public enum NameMapping {
    SAN_UPN(c -> CertificateNames.of(c).upns()),
    SAN_EMAIL(c -> CertificateNames.of(c).emails()),
    SAN_DNS(c -> CertificateNames.of(c).dns()),
    SUBJECT_CN(c -> CertificateNames.of(c).commonNames()),
    SERIAL(c -> List.of(c.getSerialNumber().toString(16)));

    /** What a person is called comes before what a machine is called. */
    public static final List<NameMapping> DEFAULT =
            List.of(SAN_UPN, SAN_EMAIL, SAN_DNS, SUBJECT_CN);

    private final Function<X509Certificate, List<String>> values;

    NameMapping(Function<X509Certificate, List<String>> values) {
        this.values = values;
    }

    /** Stable; as in {@code san-email}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<NameMapping> ofCode(String code) {
        return Arrays.stream(values()).filter(m -> m.code().equals(code)).findFirst();
    }

    /** The first name the first matching rule finds. */
    static @Nullable String name(List<NameMapping> rules, X509Certificate certificate) {
        for (NameMapping rule : rules) {
            List<String> found = rule.values.apply(certificate);
            if (!found.isEmpty()) return found.getFirst();
        }
        return null;
    }
}
