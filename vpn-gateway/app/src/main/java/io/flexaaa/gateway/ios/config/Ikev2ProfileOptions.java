package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.List;

/** The lines of {@code crypto ikev2 profile} about what RFCs beside RFC 7296 add. */
final class Ikev2ProfileOptions {
    private Ikev2ProfileOptions() {}

    static final List<Row<Ikev2ProfileDraft>> ROWS =
            List.of(
                    row(
                            "linux authentication eap-only",
                            (p, _) -> p.options = p.options.withEapOnly(true),
                            (p, _) -> p.options = p.options.withEapOnly(false)),
                    row(
                            "linux authentication certificate-then-eap",
                            (p, _) -> p.options = p.options.withCertificateThenEap(true),
                            (p, _) -> p.options = p.options.withCertificateThenEap(false)));

    static void write(Writer w, Ikev2Profile.Options options) {
        w.when(options.eapOnly(), " linux authentication eap-only");
        w.when(options.certificateThenEap(), " linux authentication certificate-then-eap");
    }
}
