package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** {@code crypto ikev2} apart from profiles and authorization policies. */
final class Ikev2Rows {
    private Ikev2Rows() {}

    static final int FRAGMENTATION_MTU = 576;

    static <E extends Enum<E> & IosWord> String oneOf(String label, E[] constants) {
        return Arrays.stream(constants)
                .map(c -> c.ios() + "@" + label)
                .collect(Collectors.joining("|", "{", "}"));
    }

    /** Identities that are names. */
    static final String NAMES =
            "fqdn {domain <fqdndomain:name>|<fqdn:name>}"
                    + "|email {domain <emaildomain:name>|<email:name>}|key-id <keyid:line>";

    private static final String HASHES = oneOf("h", Ikev2Config.Hash.values());

    static final Mode<Ikev2Drafts.Proposal> PROPOSAL =
            Mode.of(
                    "crypto ikev2 proposal",
                    List.of(
                            row(
                                    "encryption "
                                            + oneOf("e", Ikev2Config.Encryption.values())
                                            + "+",
                                    Ikev2Rows::encryption,
                                    (p, _) -> p.encryption = List.of()),
                            row(
                                    "integrity " + HASHES + "+",
                                    (p, m) -> p.integrity = hashes(m),
                                    (p, _) -> p.integrity = List.of()),
                            row(
                                    "prf " + HASHES + "+",
                                    (p, m) -> p.prf = hashes(m),
                                    (p, _) -> p.prf = List.of()),
                            row(
                                    "group {1@g|2@g|5@g|14@g|15@g|16@g|19@g|20@g|21@g|24@g"
                                            + "|31@g}+",
                                    (p, m) -> p.groups = groups(m),
                                    (p, _) -> p.groups = List.of()),
                            row(
                                    "pqc {mlkem512@k|mlkem768@k|mlkem1024@k}+ [optional]",
                                    Ikev2Rows::pqc,
                                    Ikev2Rows::noPqc)));

    static final Mode<Ikev2Drafts.Policy> POLICY =
            Mode.of(
                    "crypto ikev2 policy",
                    List.of(
                            row(
                                    "proposal <p:name>",
                                    Ikev2Rows::policyProposal,
                                    (p, m) -> p.proposals.remove(m.text("p"))),
                            row(
                                    "match fvrf {any@any|<vrf:name>}",
                                    Ikev2Rows::policyVrf,
                                    (p, _) -> p.fvrf = null),
                            row(
                                    "match address local {<a:ip>|<a:ip6>}",
                                    (p, m) -> p.localAddresses.add(m.address("a")),
                                    (p, _) -> p.localAddresses.clear()),
                            inert("match inbound-only", "we only answer")));

    static final Mode<Ikev2Drafts.Peer> PEER =
            Mode.of(
                    "crypto ikev2 keyring peer",
                    List.of(
                            row(
                                    "description <t:line>",
                                    (p, m) -> p.description = m.text("t"),
                                    (p, _) -> p.description = null),
                            row(
                                    "address {<a:ip> [<mask:mask>]|<p:prefix>|<p:prefix6>"
                                            + "|<a:ip6>}",
                                    (p, m) -> p.address = prefix(m),
                                    (p, _) -> p.address = null),
                            row(
                                    "hostname <h:name>",
                                    (p, m) -> p.hostname = m.text("h"),
                                    (p, _) -> p.hostname = null),
                            row(
                                    "identity {address {<a:ip> [<mask:mask>]|<p:prefix>"
                                            + "|<p:prefix6>|<a:ip6>}|"
                                            + NAMES
                                            + "}",
                                    (p, m) -> p.identity = identity(m),
                                    (p, _) -> p.identity = null),
                            row(
                                    "pre-shared-key [{local@way|remote@way}]"
                                            + " {hex <hex:hex>|[{0@enc|6@enc|7@enc}]"
                                            + " <key:line>}",
                                    Ikev2Rows::preSharedKey,
                                    Ikev2Rows::noPreSharedKey),
                            row(
                                    "ppk manual id <id:name> key [{0@enc|6@enc|7@enc}] <key:name>"
                                            + " [required]",
                                    Ikev2Rows::ppk,
                                    (p, _) -> p.ppk = null),
                            inert("ppk dynamic <rest:line>", "PPKs from a key server")));

    static final Mode<Ikev2Drafts.Keyring> KEYRING =
            Mode.of(
                    "crypto ikev2 keyring",
                    List.of(
                            row(
                                    "peer <name:name>",
                                    (k, m) ->
                                            m.enter(
                                                    PEER,
                                                    k.peers.computeIfAbsent(
                                                            m.text("name"), Ikev2Drafts.Peer::new)),
                                    (k, m) -> k.peers.remove(m.text("name")))));

    static final Mode<Ikev2Drafts.Mangler> MANGLER =
            Mode.of(
                    "crypto ikev2 name-mangler",
                    List.of(
                            row(
                                    "fqdn " + oneOf("part", Ikev2Config.FqdnPart.values()),
                                    (x, m) -> x.fqdn = m.word("part", Ikev2Config.FqdnPart.class),
                                    (x, _) -> x.fqdn = null),
                            row(
                                    "email " + oneOf("part", Ikev2Config.EmailPart.values()),
                                    (x, m) -> x.email = m.word("part", Ikev2Config.EmailPart.class),
                                    (x, _) -> x.email = null),
                            row(
                                    "dn " + oneOf("dn", Ikev2Config.DnField.values()),
                                    (x, m) -> x.dn = m.word("dn", Ikev2Config.DnField.class),
                                    (x, _) -> x.dn = null),
                            row(
                                    "eap {all|dn "
                                            + oneOf("dn", Ikev2Config.DnField.values())
                                            + "|{prefix|suffix} [delimiter <d:delimiter>]}",
                                    (x, m) -> x.eap = eapRule(m),
                                    (x, _) -> x.eap = null)));

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "crypto ikev2 proposal <n:name>",
                            (d, m) ->
                                    m.enter(
                                            PROPOSAL,
                                            d.proposals.computeIfAbsent(
                                                    m.text("n"), Ikev2Drafts.Proposal::new)),
                            (d, m) -> d.proposals.remove(m.text("n"))),
                    row(
                            "crypto ikev2 policy <n:name>",
                            (d, m) ->
                                    m.enter(
                                            POLICY,
                                            d.policies.computeIfAbsent(
                                                    m.text("n"), Ikev2Drafts.Policy::new)),
                            (d, m) -> d.policies.remove(m.text("n"))),
                    row(
                            "crypto ikev2 keyring <n:name>",
                            (d, m) ->
                                    m.enter(
                                            KEYRING,
                                            d.keyrings.computeIfAbsent(
                                                    m.text("n"), Ikev2Drafts.Keyring::new)),
                            (d, m) -> d.keyrings.remove(m.text("n"))),
                    row(
                            "crypto ikev2 name-mangler <n:name>",
                            (d, m) ->
                                    m.enter(
                                            MANGLER,
                                            d.manglers.computeIfAbsent(
                                                    m.text("n"), Ikev2Drafts.Mangler::new)),
                            (d, m) -> d.manglers.remove(m.text("n"))),
                    row(
                            "crypto ikev2 authorization policy <n:name>",
                            (d, m) ->
                                    m.enter(
                                            AuthorizationPolicyRows.MODE,
                                            d.authorizationPolicies.computeIfAbsent(
                                                    m.text("n"), AuthorizationPolicyDraft::new)),
                            (d, m) -> d.authorizationPolicies.remove(m.text("n"))),
                    row(
                            "crypto ikev2 profile <n:name>",
                            (d, m) ->
                                    m.enter(
                                            Ikev2ProfileRows.MODE,
                                            d.profiles.computeIfAbsent(
                                                    m.text("n"), Ikev2ProfileDraft::new)),
                            (d, m) -> d.profiles.remove(m.text("n"))),
                    row(
                            "crypto ikev2 cookie-challenge <n:0-1000>",
                            (d, m) -> d.ikev2Globals.cookieChallenge = m.number("n"),
                            (d, _) -> d.ikev2Globals.cookieChallenge = null),
                    row(
                            "crypto ikev2 limit {max-in-negotation-sa"
                                    + "|max-in-negotiation-sa} <n:1-9999>"
                                    + " [{incoming|outgoing}]",
                            Ikev2Rows::negotiationLimit,
                            (d, _) -> resetNegotiationLimit(d)),
                    row(
                            "crypto ikev2 limit max-sa <n:1-9999>",
                            (d, m) -> d.ikev2Globals.maxSa = m.number("n"),
                            (d, _) -> d.ikev2Globals.maxSa = null),
                    inert("crypto ikev2 limit queue sa-init <n:100-100000>", "queue limit"),
                    row(
                            "crypto ikev2 window <n:1-200>",
                            (d, m) -> d.ikev2Globals.window = m.number("n"),
                            (d, _) -> d.ikev2Globals.window = 5),
                    row(
                            "crypto ikev2 fragmentation [mtu <n:68-1500>]",
                            (d, m) ->
                                    d.ikev2Globals.fragmentationMtu =
                                            m.number("n", FRAGMENTATION_MTU),
                            (d, _) -> d.ikev2Globals.fragmentationMtu = null),
                    row(
                            "crypto ikev2 dpd <i:10-3600> <r:2-60> {on-demand|periodic}",
                            (d, m) -> d.ikev2Globals.dpd = dpd(m),
                            (d, _) -> d.ikev2Globals.dpd = null),
                    row(
                            "crypto ikev2 nat keepalive <s:5-3600>",
                            (d, m) -> d.ikev2Globals.natKeepaliveSeconds = m.number("s"),
                            (d, _) -> d.ikev2Globals.natKeepaliveSeconds = null),
                    row(
                            "crypto ikev2 http-url cert",
                            (d, _) -> d.ikev2Globals.httpUrlCert = true,
                            (d, _) -> d.ikev2Globals.httpUrlCert = false),
                    inert(
                            "crypto ikev2 {certificate-cache|diagnose|reconnect|cts|"
                                    + "disconnect-revoked-peers} [<rest:line>]",
                            "not built yet"),
                    row(
                            "crypto ikev2 client flexvpn <n:name>",
                            (_, m) -> {
                                m.notInEffect("FlexVPN client");
                                m.enter(SkippedSection.MODE, new SkippedSection());
                            },
                            (_, _) -> {}));

    static IdentityMatch identity(Match m) {
        if (m.given("fqdn")) {
            return new IdentityMatch.Fqdn(m.text("fqdn"));
        }
        if (m.given("fqdndomain")) {
            return new IdentityMatch.FqdnDomain(m.text("fqdndomain"));
        }
        if (m.given("email")) {
            return new IdentityMatch.Email(m.text("email"));
        }
        if (m.given("emaildomain")) {
            return new IdentityMatch.EmailDomain(m.text("emaildomain"));
        }
        if (m.given("keyid")) {
            return new IdentityMatch.KeyId(m.text("keyid"));
        }
        return m.has("any") ? new IdentityMatch.Any() : new IdentityMatch.Address(prefix(m));
    }

    /**
     * From {@code <a:ip> [<mask:mask>]}, {@code <p:prefix>}, {@code <p:prefix6>} or {@code ip6}.
     */
    static IpPrefix prefix(Match m) {
        if (m.given("p")) {
            return m.prefix("p");
        }
        if (m.given("mask")) {
            return m.prefix("a", "mask");
        }
        return new IpPrefix(m.address("a"), m.address("a").getAddress().length * 8);
    }

    static Ikev2Config.Dpd dpd(Match m) {
        return new Ikev2Config.Dpd(m.number("i"), m.number("r"), m.has("periodic"));
    }

    private static void encryption(Ikev2Drafts.Proposal p, Match m) {
        p.encryption = m.words("e", Ikev2Config.Encryption.class);
        m.atEnd(
                () ->
                        p.prf.isEmpty()
                                && p.encryption.stream().anyMatch(Ikev2Config.Encryption::aead),
                false,
                "proposal " + p.name + " has a combined-mode cipher and no prf",
                "add: prf sha384");
    }

    private static List<Ikev2Config.Hash> hashes(Match m) {
        return m.words("h", Ikev2Config.Hash.class);
    }

    private static List<Integer> groups(Match m) {
        List<Integer> groups = new ArrayList<>();
        for (String g : m.all("g")) {
            groups.add(Integer.valueOf(g));
        }
        return groups;
    }

    private static void pqc(Ikev2Drafts.Proposal p, Match m) {
        p.pqc = m.all("k");
        p.pqcOptional = m.has("optional");
        m.notInEffect("post-quantum key exchange");
    }

    private static void noPqc(Ikev2Drafts.Proposal p, Match m) {
        p.pqc = List.of();
        p.pqcOptional = false;
    }

    private static void policyProposal(Ikev2Drafts.Policy p, Match m) {
        p.proposals.remove(m.text("p"));
        p.proposals.add(m.text("p"));
        m.refers(RefKind.PROPOSAL, "p");
    }

    private static void ppk(Ikev2Drafts.Peer p, Match m) {
        ConfigKey key = Keys.read(m);
        p.ppk = key == null ? null : new Ikev2Config.Ppk(m.text("id"), key, m.has("required"));
    }

    private static void policyVrf(Ikev2Drafts.Policy p, Match m) {
        p.fvrf = m.get("vrf");
        if (p.fvrf != null) {
            m.notInEffect("vrf " + p.fvrf);
        }
    }

    private static void preSharedKey(Ikev2Drafts.Peer p, Match m) {
        ConfigKey key =
                m.given("hex") ? new ConfigKey(ConfigKey.Form.HEX, m.text("hex")) : Keys.read(m);
        if (m.has("local")) {
            p.local = key;
            p.symmetric = null;
        } else if (m.has("remote")) {
            p.remote = key;
            p.symmetric = null;
        } else {
            p.symmetric = key;
            p.local = null;
            p.remote = null;
        }
    }

    private static void noPreSharedKey(Ikev2Drafts.Peer p, Match m) {
        if (m.has("local")) {
            p.local = null;
        } else if (m.has("remote")) {
            p.remote = null;
        } else {
            p.symmetric = null;
            p.local = null;
            p.remote = null;
        }
    }

    private static Ikev2Config.EapRule eapRule(Match m) {
        if (m.has("all")) {
            return new Ikev2Config.EapRule.All();
        }
        if (m.has("dn")) {
            return new Ikev2Config.EapRule.Dn(m.word("dn", Ikev2Config.DnField.class));
        }
        String given = m.get("d");
        char delimiter = given == null ? '@' : given.charAt(0);
        return m.has("prefix")
                ? new Ikev2Config.EapRule.Prefix(delimiter)
                : new Ikev2Config.EapRule.Suffix(delimiter);
    }

    private static void negotiationLimit(ConfigDraft d, Match m) {
        if (m.has("outgoing")) {
            d.ikev2Globals.maxInNegotiationOutgoing = m.number("n");
        } else {
            d.ikev2Globals.maxInNegotiationIncoming = m.number("n");
        }
    }

    private static void resetNegotiationLimit(ConfigDraft d) {
        d.ikev2Globals.maxInNegotiationIncoming =
                Ikev2Config.Globals.IOS.maxInNegotiationIncoming();
        d.ikev2Globals.maxInNegotiationOutgoing =
                Ikev2Config.Globals.IOS.maxInNegotiationOutgoing();
    }
}
