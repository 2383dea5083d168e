package io.flexaaa.gateway.ios.config;

/** {@code crypto pki} of the running configuration. */
final class PkiWriter {
    private PkiWriter() {}

    static void write(Writer w, PkiConfig pki) {
        pki.trustpoints().values().forEach(t -> trustpoint(w, t));
        pki.certificateMaps().values().forEach(m -> map(w, m));
    }

    private static void trustpoint(Writer w, PkiConfig.Trustpoint t) {
        w.line("crypto pki trustpoint " + t.name());
        if (!t.revocation().equals(PkiConfig.Trustpoint.REVOCATION)) {
            w.line(" revocation-check " + Ikev2Writer.words(t.revocation()));
        }
        ConfigKey password = t.pkcs12Password();
        if (t.pkcs12() != null) {
            w.line(
                    " linux pkcs12 "
                            + t.pkcs12()
                            + (password == null ? "" : " password " + w.key(password)));
        }
        w.value(" linux certificate", t.certificate());
        w.value(" linux private-key", t.privateKey());
        t.authorities().forEach(file -> w.line(" linux ca-certificate " + file));
        t.crls().forEach(file -> w.line(" linux crl " + file));
        w.value(" ocsp url", t.ocspUrl());
        w.bang();
    }

    private static void map(Writer w, PkiConfig.CertificateMap map) {
        map.entries()
                .forEach((number, rules) -> {
                    w.line("crypto pki certificate map " + map.name() + " " + number);
                    for (PkiConfig.Rule rule : rules) {
                        w.line(
                                " "
                                        + rule.field().ios()
                                        + " "
                                        + rule.test().ios()
                                        + " "
                                        + rule.value());
                    }
                    w.bang();
                });
    }
}
