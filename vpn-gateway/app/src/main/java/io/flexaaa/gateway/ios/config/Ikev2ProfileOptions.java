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
                            (p, _) -> p.eapOnly = true,
                            (p, _) -> p.eapOnly = false),
                    row(
                            "linux authentication certificate-then-eap",
                            (p, _) -> p.certificateThenEap = true,
                            (p, _) -> p.certificateThenEap = false),
                    row(
                            "redirect gateway auth",
                            (p, _) -> p.redirectAuth = true,
                            (p, _) -> p.redirectAuth = false),
                    row(
                            "keyring ppk <k:name>",
                            Ikev2ProfileOptions::ppk,
                            (p, _) -> p.ppkKeyring = null),
                    row("linux ppk aaa", (p, _) -> p.ppkAaa = true, (p, _) -> p.ppkAaa = false));

    private static void ppk(Ikev2ProfileDraft p, Match m) {
        p.ppkKeyring = m.text("k");
        m.refers(RefKind.KEYRING, "k");
    }

    static void write(Writer w, Ikev2Profile.Options options) {
        w.when(options.eapOnly(), " linux authentication eap-only");
        w.when(options.certificateThenEap(), " linux authentication certificate-then-eap");
        w.when(options.redirectAuth(), " redirect gateway auth");
        w.value(" keyring ppk", options.ppkKeyring());
        w.when(options.ppkAaa(), " linux ppk aaa");
    }
}
