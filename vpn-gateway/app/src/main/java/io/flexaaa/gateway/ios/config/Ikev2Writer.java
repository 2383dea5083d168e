package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@code crypto ikev2} of the running configuration, apart from the profiles. */
final class Ikev2Writer {
    private Ikev2Writer() {}

    static void write(Writer w, Ikev2Config ikev2) {
        ikev2.nameManglers().values().forEach(m -> mangler(w, m));
        ikev2.authorizationPolicies().values().forEach(p -> AuthorizationPolicyWriter.write(w, p));
        ikev2.proposals().values().forEach(p -> proposal(w, p));
        ikev2.policies().values().forEach(p -> policy(w, p));
        ikev2.keyrings().values().forEach(k -> keyring(w, k));
        ikev2.profiles().values().forEach(p -> Ikev2ProfileWriter.write(w, p));
        globals(w, ikev2.globals());
        Ikev2RedirectRows.write(w, ikev2.redirects());
    }

    static String words(List<? extends IosWord> constants) {
        List<String> words = new ArrayList<>();
        constants.forEach(c -> words.add(c.ios()));
        return String.join(" ", words);
    }

    private static void mangler(Writer w, Ikev2Config.NameMangler m) {
        w.line("crypto ikev2 name-mangler " + m.name());
        if (m.eap() != null) {
            w.line(
                    " eap "
                            + switch (m.eap()) {
                                case Ikev2Config.EapRule.All() -> "all";
                                case Ikev2Config.EapRule.Dn(Ikev2Config.DnField f) ->
                                        "dn " + f.ios();
                                case Ikev2Config.EapRule.Prefix(char c) -> "prefix delimiter " + c;
                                case Ikev2Config.EapRule.Suffix(char c) -> "suffix delimiter " + c;
                            });
        }
        if (m.fqdn() != null) {
            w.line(" fqdn " + m.fqdn().ios());
        }
        if (m.email() != null) {
            w.line(" email " + m.email().ios());
        }
        if (m.dn() != null) {
            w.line(" dn " + m.dn().ios());
        }
        w.bang();
    }

    private static void proposal(Writer w, Ikev2Config.Proposal p) {
        if (p.equals(Ikev2Config.Proposal.DEFAULT)) {
            return;
        }
        w.line("crypto ikev2 proposal " + p.name());
        line(w, " encryption", words(p.encryption()), p);
        line(w, " integrity", words(p.integrity()), p);
        line(w, " prf", words(p.prf()), p);
        List<String> groups = new ArrayList<>();
        p.groups().forEach(g -> groups.add(g.toString()));
        line(w, " group", String.join(" ", groups), p);
        if (!p.pqc().isEmpty()) {
            w.line(" pqc " + String.join(" ", p.pqc()) + (p.pqcOptional() ? " optional" : ""));
        }
        w.bang();
    }

    /** An emptied list of the proposal called default has to be said, or it would come back. */
    private static void line(Writer w, String command, String words, Ikev2Config.Proposal p) {
        if (!words.isEmpty()) {
            w.line(command + " " + words);
        } else if (p.name().equals("default") && !command.equals(" prf")) {
            w.line(" no" + command);
        }
    }

    private static void policy(Writer w, Ikev2Config.Policy p) {
        if (p.equals(Ikev2Config.Policy.DEFAULT)) {
            return;
        }
        w.line("crypto ikev2 policy " + p.name());
        w.value(" match fvrf", p.fvrf());
        p.localAddresses().forEach(a -> w.line(" match address local " + Addresses.text(a)));
        p.proposals().forEach(name -> w.line(" proposal " + name));
        w.bang();
    }

    private static void keyring(Writer w, Ikev2Config.Keyring k) {
        w.line("crypto ikev2 keyring " + k.name());
        for (Ikev2Config.Peer p : k.peers().values()) {
            w.line(" peer " + p.name());
            w.value("  description", p.description());
            IpPrefix address = p.address();
            if (address != null) {
                w.line(
                        address.ipv4()
                                ? "  address "
                                        + Addresses.text(address.address())
                                        + " "
                                        + address.mask()
                                : "  address " + address);
            }
            w.value("  hostname", p.hostname());
            if (p.identity() != null) {
                w.line("  identity " + p.identity().ios());
            }
            key(w, "  pre-shared-key", p.symmetric());
            key(w, "  pre-shared-key local", p.local());
            key(w, "  pre-shared-key remote", p.remote());
            Ikev2Config.Ppk ppk = p.ppk();
            if (ppk != null) {
                w.line(
                        "  ppk manual id "
                                + ppk.id()
                                + " key "
                                + w.key(ppk.key())
                                + (ppk.required() ? " required" : ""));
            }
        }
        w.bang();
    }

    private static void key(
            Writer w, String command, @org.jspecify.annotations.Nullable ConfigKey key) {
        if (key != null) {
            w.line(command + " " + w.key(key));
        }
    }

    private static void globals(Writer w, Ikev2Config.Globals g) {
        Ikev2Config.Globals ios = Ikev2Config.Globals.IOS;
        w.value("crypto ikev2 cookie-challenge", g.cookieChallenge());
        w.when(
                g.maxInNegotiationIncoming() != ios.maxInNegotiationIncoming(),
                "crypto ikev2 limit max-in-negotation-sa "
                        + g.maxInNegotiationIncoming()
                        + " incoming");
        w.when(
                g.maxInNegotiationOutgoing() != ios.maxInNegotiationOutgoing(),
                "crypto ikev2 limit max-in-negotation-sa "
                        + g.maxInNegotiationOutgoing()
                        + " outgoing");
        w.value("crypto ikev2 limit max-sa", g.maxSa());
        w.when(g.window() != ios.window(), "crypto ikev2 window " + g.window());
        w.value("crypto ikev2 fragmentation mtu", g.fragmentationMtu());
        if (g.dpd() != null) {
            w.line("crypto ikev2 " + dpd(Objects.requireNonNull(g.dpd())));
        }
        w.value("crypto ikev2 nat keepalive", g.natKeepaliveSeconds());
        w.when(!g.httpUrlCert(), "no crypto ikev2 http-url cert");
        w.when(!g.equals(ios), "!");
    }

    static String dpd(Ikev2Config.Dpd dpd) {
        return "dpd "
                + dpd.intervalSeconds()
                + " "
                + dpd.retrySeconds()
                + (dpd.periodic() ? " periodic" : " on-demand");
    }
}
