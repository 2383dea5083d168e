package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import io.flexaaa.gateway.ios.config.PkiConfig.Field;
import io.flexaaa.gateway.ios.config.PkiConfig.Revocation;
import io.flexaaa.gateway.ios.config.PkiConfig.Rule;
import io.flexaaa.gateway.ios.config.PkiConfig.Test;

import java.util.ArrayList;
import java.util.List;

/** {@code crypto pki trustpoint} and {@code crypto pki certificate map}. */
final class PkiRows {
    private PkiRows() {}

    private static final String FILES = "certificates come from the files of the `linux` lines";

    static final Mode<PkiDrafts.Trustpoint> TRUSTPOINT =
            Mode.of(
                    "crypto pki trustpoint",
                    List.of(
                            row(
                                    "revocation-check {crl@r|ocsp@r|none@r} [{crl@r|ocsp@r|none@r}]"
                                            + " [{crl@r|ocsp@r|none@r}]",
                                    PkiRows::revocation,
                                    (t, _) -> t.revocation = PkiConfig.Trustpoint.REVOCATION),
                            row(
                                    "linux pkcs12 <file:name> [password [{0@enc|6@enc|7@enc}]"
                                            + " <key:line>]",
                                    PkiRows::pkcs12,
                                    PkiRows::noPkcs12),
                            row(
                                    "linux certificate <file:name>",
                                    (t, m) -> t.certificate = m.text("file"),
                                    (t, _) -> t.certificate = null),
                            row(
                                    "linux private-key <file:name>",
                                    (t, m) -> t.privateKey = m.text("file"),
                                    (t, _) -> t.privateKey = null),
                            row(
                                    "linux ca-certificate <file:name>",
                                    (t, m) -> t.authorities.add(m.text("file")),
                                    (t, m) -> t.authorities.remove(m.text("file"))),
                            row(
                                    "linux crl <file:name>",
                                    (t, m) -> t.crls.add(m.text("file")),
                                    (t, m) -> t.crls.remove(m.text("file"))),
                            inert("enrollment [<rest:line>]", FILES),
                            inert("{subject-name|subject-alt-name|fqdn} [<rest:line>]", FILES),
                            inert("{serial-number|ip-address|usage} [<rest:line>]", FILES),
                            inert("{rsakeypair|eckeypair|hash|eku} [<rest:line>]", FILES),
                            inert("{auto-enroll|regenerate|storage} [<rest:line>]", FILES),
                            row(
                                    "ocsp url <url:name>",
                                    PkiRows::ocspUrl,
                                    (t, _) -> t.ocspUrl = null),
                            inert("ocsp disable-nonce", "nonces are not sent"),
                            inert("{source|vrf|crl} [<rest:line>]", FILES),
                            inert("chain-validation [<rest:line>]", "the chain is always checked"),
                            inert("authorization [<rest:line>]", "authorization by PKI"),
                            inert("match [<rest:line>]", "trustpoints by certificate map")));

    static final Mode<PkiDrafts.Entry> MAP =
            Mode.of(
                    "crypto pki certificate map",
                    List.of(
                            row(
                                    "{subject-name@f|issuer-name@f|alt-subject-name@f|name@f"
                                            + "|serial-number@f} {eq@t|ne@t|co@t|nc@t} <v:line>",
                                    (e, m) -> e.rules().add(rule(m)),
                                    (e, m) -> e.rules().remove(rule(m))),
                            inert(
                                    "{valid-start|expires-on|unstructured-subject-name}"
                                            + " <rest:line>",
                                    "certificate maps by date or unstructured name")));

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "crypto pki trustpoint <tp:name>",
                            (d, m) ->
                                    m.enter(
                                            TRUSTPOINT,
                                            d.trustpoints.computeIfAbsent(
                                                    m.text("tp"), PkiDrafts.Trustpoint::new)),
                            (d, m) -> d.trustpoints.remove(m.text("tp"))),
                    row(
                            "crypto pki certificate map <map:name> <n:1-65535>",
                            PkiRows::enterMap,
                            PkiRows::noMap));

    private static void revocation(PkiDrafts.Trustpoint t, Match m) {
        t.revocation = m.words("r", Revocation.class);
    }

    private static void ocspUrl(PkiDrafts.Trustpoint t, Match m) {
        String url = m.text("url");
        if (!url.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[!-~]*)?")) {
            m.complain("url", "an OCSP responder is asked over HTTP", "write http://HOST[:PORT]");
            return;
        }
        t.ocspUrl = url;
    }

    private static void pkcs12(PkiDrafts.Trustpoint t, Match m) {
        t.pkcs12 = m.text("file");
        t.pkcs12Password = m.given("key") ? Keys.read(m) : null;
    }

    private static void noPkcs12(PkiDrafts.Trustpoint t, Match m) {
        t.pkcs12 = null;
        t.pkcs12Password = null;
    }

    private static Rule rule(Match m) {
        return new Rule(m.word("f", Field.class), m.word("t", Test.class), m.text("v"));
    }

    private static void enterMap(ConfigDraft d, Match m) {
        PkiDrafts.CertificateMap map =
                d.certificateMaps.computeIfAbsent(m.text("map"), PkiDrafts.CertificateMap::new);
        m.enter(
                MAP,
                new PkiDrafts.Entry(
                        map.entries.computeIfAbsent(m.number("n"), _ -> new ArrayList<>())));
    }

    private static void noMap(ConfigDraft d, Match m) {
        PkiDrafts.CertificateMap map = d.certificateMaps.get(m.text("map"));
        if (map == null) {
            return;
        }
        map.entries.remove(m.number("n"));
        if (map.entries.isEmpty()) {
            d.certificateMaps.remove(map.name);
        }
    }
}
