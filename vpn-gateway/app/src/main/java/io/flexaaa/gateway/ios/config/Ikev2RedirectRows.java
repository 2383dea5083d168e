package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.List;

/**
 * {@code crypto ikev2 redirect} and {@code crypto ikev2 cluster}. A router's cluster finds its
 * members by HSRP; here the {@code linux} lines name the other gateways.
 */
final class Ikev2RedirectRows {
    private Ikev2RedirectRows() {}

    private static final String MEMBERS = "the `linux` lines name the other gateways";

    static final Mode<Ikev2Drafts.Redirects> CLUSTER =
            Mode.of(
                    "crypto ikev2 cluster",
                    List.of(
                            row(
                                    "linux gateway {<a:ip>|<a:ip6>|fqdn <f:name>}",
                                    (r, m) -> {
                                        r.gateways.remove(gateway(m));
                                        r.gateways.add(gateway(m));
                                    },
                                    Ikev2RedirectRows::noGateway),
                            row(
                                    "linux redirect-from <n:0-100000>",
                                    (r, m) -> r.fromSessions = m.number("n"),
                                    (r, _) -> r.fromSessions = 0),
                            inert("{standby-group|port|holdtime} [<rest:line>]", MEMBERS),
                            inert("{master|primary|slave|secondary} [<rest:line>]", MEMBERS),
                            inert("{overload-limit|shutdown} [<rest:line>]", MEMBERS)));

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "crypto ikev2 redirect gateway init",
                            (d, _) -> d.ikev2Redirects.init = true,
                            (d, _) -> d.ikev2Redirects.init = false),
                    inert(
                            "crypto ikev2 redirect client [max-redirects <n:1-255>]",
                            "this gateway only answers; who connects to it is redirected"),
                    row(
                            "crypto ikev2 cluster",
                            (d, m) -> m.enter(CLUSTER, d.ikev2Redirects),
                            (d, _) -> {
                                d.ikev2Redirects.gateways.clear();
                                d.ikev2Redirects.fromSessions = 0;
                            }));

    /** {@code no linux gateway}: none of them. */
    private static void noGateway(Ikev2Drafts.Redirects r, Match m) {
        if (m.given("f") || m.given("a")) {
            r.gateways.remove(gateway(m));
        } else {
            r.gateways.clear();
        }
    }

    private static String gateway(Match m) {
        return m.given("f") ? "fqdn " + m.text("f") : Addresses.text(m.address("a"));
    }

    static void write(Writer w, Ikev2Config.Redirects r) {
        w.when(r.init(), "crypto ikev2 redirect gateway init");
        if (!r.gateways().isEmpty() || r.fromSessions() != 0) {
            w.line("crypto ikev2 cluster");
            r.gateways().forEach(g -> w.line(" linux gateway " + g));
            w.when(r.fromSessions() != 0, " linux redirect-from " + r.fromSessions());
            w.bang();
        }
    }
}
