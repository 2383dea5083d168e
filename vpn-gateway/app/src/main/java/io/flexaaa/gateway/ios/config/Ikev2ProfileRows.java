package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalAuthentication;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalIdentity;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LookupName;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.ios.config.Ikev2Profile.RemoteAuthentication;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Source;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Subject;

import java.util.List;
import java.util.Objects;

/** The lines of {@code crypto ikev2 profile}. */
final class Ikev2ProfileRows {
    private Ikev2ProfileRows() {}

    private static final String METHOD =
            "{psk@method|cert@method|eap@method|anyconnect-eap@method|any@method}";
    private static final String PASSWORD = "[password [{0@enc|6@enc|7@enc}] <key:line>]";
    private static final String NAMED_IDENTITY =
            "fqdn <fqdn:name>|email <email:name>|key-id <keyid:line>";

    private static final List<Row<Ikev2ProfileDraft>> MATCH =
            List.of(
                    row(
                            "description <t:line>",
                            (p, m) -> p.description = m.text("t"),
                            (p, _) -> p.description = null),
                    row(
                            "match identity remote {any|address {<a:ip> [<mask:mask>]"
                                    + "|<p:prefix>|<p:prefix6>|<a:ip6>}|"
                                    + Ikev2Rows.NAMES
                                    + "}",
                            Ikev2ProfileRows::matchIdentity,
                            Ikev2ProfileRows::noMatchIdentity),
                    row(
                            "match address local {interface <if:if>|<a:ip>|<a:ip6>}",
                            Ikev2ProfileRows::matchLocal,
                            (p, _) -> {
                                p.localAddresses.clear();
                                p.localInterfaces.clear();
                            }),
                    row(
                            "match fvrf {any@any|<vrf:name>}",
                            Ikev2ProfileRows::fvrf,
                            (p, _) -> p.fvrf = null),
                    row(
                            "match certificate <map:name>",
                            Ikev2ProfileRows::certificateMap,
                            (p, _) -> p.certificateMap = null),
                    row(
                            "identity local {address {<a:ip>|<a:ip6>}|dn|" + NAMED_IDENTITY + "}",
                            (p, m) -> p.identityLocal = localIdentity(m),
                            (p, _) -> p.identityLocal = null));

    private static final List<Row<Ikev2ProfileDraft>> AUTHENTICATION =
            List.of(
                    row(
                            "authentication local {rsa-sig|ecdsa-sig|pre-share [key"
                                    + " [{0@enc|6@enc|7@enc}] <key:line>]}",
                            Ikev2ProfileRows::authenticationLocal,
                            (p, _) -> p.localAuthentication = null),
                    inert(
                            "authentication local {eap|dynamic} [<rest:line>]",
                            "authenticating ourselves by EAP"),
                    row(
                            "authentication remote {rsa-sig|ecdsa-sig|pre-share [key"
                                    + " [{0@enc|6@enc|7@enc}] <key:line>]"
                                    + "|eap [query-identity] [timeout <t:45-180>]"
                                    + "|anyconnect-eap aggregate [cert-request]}",
                            Ikev2ProfileRows::authenticationRemote,
                            (p, _) -> p.remoteAuthentications.clear()),
                    row(
                            "keyring aaa <list:name> [name-mangler <mangler:name>] " + PASSWORD,
                            Ikev2ProfileRows::keyringAaa,
                            (p, _) -> p.keyringAaa = null),
                    row(
                            "keyring local <k:name>",
                            Ikev2ProfileRows::keyringLocal,
                            (p, _) -> p.keyringLocal = null),
                    row(
                            "pki trustpoint <tp:name> [{sign|verify}]",
                            Ikev2ProfileRows::trustpoint,
                            (p, m) -> p.trustpoints.removeIf(t -> t.name().equals(m.text("tp")))));

    private static final List<Row<Ikev2ProfileDraft>> AAA =
            List.of(
                    row(
                            "aaa authentication {eap@method|anyconnect-eap@method}"
                                    + " <list:name>",
                            Ikev2ProfileRows::aaaAuthentication,
                            (p, m) -> p.authenticationLists.removeIf(a -> a.method() == method(m))),
                    row(
                            "aaa authorization {group@subject|user@subject} "
                                    + METHOD
                                    + " [cached|list <list:name>"
                                    + " [name-mangler <mangler:name>|<name:name> [local]] "
                                    + PASSWORD
                                    + "]",
                            Ikev2ProfileRows::aaaAuthorization,
                            (p, m) ->
                                    p.authorizations.removeIf(a ->
                                            a.method() == method(m) && a.subject() == subject(m))),
                    row(
                            "aaa authorization group override",
                            (p, _) -> p.groupOverride = true,
                            (p, _) -> p.groupOverride = false),
                    row(
                            "aaa accounting {list <list:name>|" + METHOD + " [<list:name>]}",
                            Ikev2ProfileRows::aaaAccounting,
                            (p, m) -> p.accountings.removeIf(a -> a.method() == method(m))));

    private static final List<Row<Ikev2ProfileDraft>> SESSION =
            List.of(
                    row(
                            "virtual-template <n:1-4095> [mode auto]",
                            Ikev2ProfileRows::template,
                            (p, _) -> p.virtualTemplate = null),
                    row(
                            "lifetime <s:120-86400>",
                            (p, m) -> p.lifetimeSeconds = m.number("s"),
                            (p, _) -> p.lifetimeSeconds = Ikev2Profile.LIFETIME_SECONDS),
                    inert("lifetime certificate", "session lifetime by certificate"),
                    row(
                            "dpd <i:10-3600> <r:2-60> {on-demand|periodic}",
                            (p, m) -> p.dpd = Ikev2Rows.dpd(m),
                            (p, _) -> p.dpd = null),
                    row(
                            "nat keepalive <s:5-3600>",
                            (p, m) -> p.natKeepaliveSeconds = m.number("s"),
                            (p, _) -> p.natKeepaliveSeconds = null),
                    row(
                            "nat force-encap",
                            (p, _) -> p.natForceEncap = true,
                            (p, _) -> p.natForceEncap = false),
                    row("ivrf <vrf:name>", Ikev2ProfileRows::ivrf, (p, _) -> p.ivrf = null),
                    row(
                            "initial-contact force",
                            (p, _) -> p.initialContactForce = true,
                            (p, _) -> p.initialContactForce = false),
                    row("shutdown", (p, _) -> p.shutdown = true, (p, _) -> p.shutdown = false),
                    row(
                            "config-exchange request",
                            (p, _) -> p.configExchangeRequest = true,
                            (p, _) -> p.configExchangeRequest = false,
                            (p, _) -> p.configExchangeRequest = true),
                    row(
                            "config-exchange set accept",
                            (p, _) -> p.configExchangeSetAccept = true,
                            (p, _) -> p.configExchangeSetAccept = false),
                    row(
                            "config-exchange set send",
                            (p, _) -> p.configExchangeSetSend = true,
                            (p, _) -> p.configExchangeSetSend = false),
                    row(
                            "reconnect [timeout <t:600-86400>]",
                            Ikev2ProfileRows::reconnect,
                            (p, _) -> p.reconnectTimeoutSeconds = null),
                    row(
                            "anyconnect profile <ac:name>",
                            Ikev2ProfileRows::anyconnect,
                            (p, _) -> p.anyconnectProfile = null));

    static final Mode<Ikev2ProfileDraft> MODE =
            Mode.of(
                    "crypto ikev2 profile",
                    MATCH,
                    AUTHENTICATION,
                    AAA,
                    SESSION,
                    Ikev2ProfileOptions.ROWS);

    private static void matchIdentity(Ikev2ProfileDraft p, Match m) {
        IdentityMatch identity = Ikev2Rows.identity(m);
        p.identities.remove(identity);
        p.identities.add(identity);
    }

    private static void noMatchIdentity(Ikev2ProfileDraft p, Match m) {
        boolean one =
                m.has("any")
                        || m.given("a")
                        || m.given("p")
                        || m.given("fqdn")
                        || m.given("fqdndomain")
                        || m.given("email")
                        || m.given("emaildomain")
                        || m.given("keyid");
        if (one) {
            p.identities.remove(Ikev2Rows.identity(m));
        } else {
            p.identities.clear();
        }
    }

    private static void matchLocal(Ikev2ProfileDraft p, Match m) {
        if (m.given("if")) {
            p.localInterfaces.add(m.interfaceName("if"));
            m.refersToInterface("if");
        } else {
            p.localAddresses.add(m.address("a"));
        }
    }

    private static void fvrf(Ikev2ProfileDraft p, Match m) {
        p.fvrf = m.get("vrf");
        if (p.fvrf != null) {
            m.notInEffect("vrf " + p.fvrf);
        }
    }

    private static void certificateMap(Ikev2ProfileDraft p, Match m) {
        p.certificateMap = m.text("map");
        m.refers(RefKind.CERTIFICATE_MAP, "map");
    }

    private static LocalIdentity localIdentity(Match m) {
        if (m.given("fqdn")) {
            return new LocalIdentity.Fqdn(m.text("fqdn"));
        }
        if (m.given("email")) {
            return new LocalIdentity.Email(m.text("email"));
        }
        if (m.given("keyid")) {
            return new LocalIdentity.KeyId(m.text("keyid"));
        }
        return m.has("dn") ? new LocalIdentity.Dn() : new LocalIdentity.Address(m.address("a"));
    }

    private static void authenticationLocal(Ikev2ProfileDraft p, Match m) {
        if (m.has("pre-share")) {
            p.localAuthentication =
                    new LocalAuthentication.PreShare(m.given("key") ? Keys.read(m) : null);
            return;
        }
        p.localAuthentication =
                m.has("rsa-sig")
                        ? new LocalAuthentication.RsaSig()
                        : new LocalAuthentication.EcdsaSig();
    }

    private static void authenticationRemote(Ikev2ProfileDraft p, Match m) {
        RemoteAuthentication added;
        if (m.has("pre-share")) {
            added = new RemoteAuthentication.PreShare(m.given("key") ? Keys.read(m) : null);
        } else if (m.has("eap")) {
            added = eap(p, m);
        } else if (m.has("anyconnect-eap")) {
            added = new RemoteAuthentication.AnyConnectEap(m.has("cert-request"));
            m.notInEffect("AnyConnect-EAP");
        } else {
            added =
                    m.has("rsa-sig")
                            ? new RemoteAuthentication.RsaSig()
                            : new RemoteAuthentication.EcdsaSig();
        }
        p.remoteAuthentications.removeIf(a -> a.getClass() == added.getClass());
        p.remoteAuthentications.add(added);
    }

    /** {@code query-identity} and {@code timeout} may come on a line each. */
    private static RemoteAuthentication eap(Ikev2ProfileDraft p, Match m) {
        boolean query = m.has("query-identity");
        int timeout = m.number("t", Ikev2Profile.EAP_TIMEOUT_SECONDS);
        for (RemoteAuthentication known : p.remoteAuthentications) {
            if (known instanceof RemoteAuthentication.Eap(boolean asked, int seconds)) {
                query |= asked;
                timeout = m.given("t") ? timeout : seconds;
            }
        }
        return new RemoteAuthentication.Eap(query, timeout);
    }

    private static void keyringAaa(Ikev2ProfileDraft p, Match m) {
        p.keyringAaa =
                new Ikev2Profile.KeyringAaa(
                        m.text("list"), m.get("mangler"), m.given("key") ? Keys.read(m) : null);
        m.refers(RefKind.NETWORK_LIST, "list");
        m.refers(RefKind.NAME_MANGLER, "mangler");
    }

    private static void keyringLocal(Ikev2ProfileDraft p, Match m) {
        p.keyringLocal = m.text("k");
        m.refers(RefKind.KEYRING, "k");
    }

    private static void trustpoint(Ikev2ProfileDraft p, Match m) {
        p.trustpoints.removeIf(t -> t.name().equals(m.text("tp")));
        p.trustpoints.add(
                new Ikev2Profile.Trustpoint(
                        m.text("tp"),
                        m.has("sign")
                                ? Ikev2Profile.TrustpointUse.SIGN
                                : m.has("verify")
                                        ? Ikev2Profile.TrustpointUse.VERIFY
                                        : Ikev2Profile.TrustpointUse.BOTH));
        m.refers(RefKind.TRUSTPOINT, "tp");
    }

    private static Method method(Match m) {
        return m.given("method") ? m.word("method", Method.class) : Method.ANY;
    }

    private static Subject subject(Match m) {
        return m.word("subject", Subject.class);
    }

    private static void aaaAuthentication(Ikev2ProfileDraft p, Match m) {
        p.authenticationLists.removeIf(a -> a.method() == method(m));
        p.authenticationLists.add(new Ikev2Profile.AuthenticationList(method(m), m.text("list")));
        m.refers(RefKind.LOGIN_LIST, "list");
        if (method(m) == Method.ANYCONNECT_EAP) {
            m.notInEffect("AnyConnect-EAP");
        }
    }

    private static void aaaAuthorization(Ikev2ProfileDraft p, Match m) {
        Source source = m.has("cached") ? new Source.Cached() : lookup(m);
        m.refers(RefKind.NETWORK_LIST, "list");
        m.refers(RefKind.NAME_MANGLER, "mangler");
        if (m.has("cached") && method(m) == Method.CERT) {
            m.complain(
                    "method",
                    "cached needs an AAA exchange to reuse, and certificates have none",
                    "use: aaa authorization "
                            + subject(m).ios()
                            + " cert list LIST name-mangler MANGLER");
        }
        p.authorizations.removeIf(a -> a.method() == method(m) && a.subject() == subject(m));
        p.authorizations.add(new Ikev2Profile.Authorization(subject(m), method(m), source));
    }

    /** Without {@code list} the method list called default is meant, as for any other AAA line. */
    private static Source lookup(Match m) {
        String list = Objects.requireNonNullElse(m.get("list"), "default");
        LookupName name =
                m.given("mangler")
                        ? new LookupName.Mangled(m.text("mangler"))
                        : m.given("name")
                                ? new LookupName.Literal(m.text("name"), m.has("local"))
                                : new LookupName.PeerIdentity();
        return new Source.Lookup(list, name, m.given("key") ? Keys.read(m) : null);
    }

    private static void aaaAccounting(Ikev2ProfileDraft p, Match m) {
        p.accountings.removeIf(a -> a.method() == method(m));
        p.accountings.add(
                new Ikev2Profile.Accounting(
                        method(m), Objects.requireNonNullElse(m.get("list"), "default")));
        m.refers(RefKind.ACCOUNTING_LIST, "list");
    }

    private static void template(Ikev2ProfileDraft p, Match m) {
        p.virtualTemplate = new Ikev2Profile.VirtualTemplate(m.number("n"), m.has("auto"));
        m.refersAs(RefKind.INTERFACE, "n", p.virtualTemplate.interfaceName());
    }

    private static void ivrf(Ikev2ProfileDraft p, Match m) {
        p.ivrf = m.text("vrf");
        m.notInEffect("vrf " + p.ivrf);
    }

    /** Reconnect itself signs in with a pre-shared token, so IOS refuses both in one profile. */
    private static void reconnect(Ikev2ProfileDraft p, Match m) {
        p.reconnectTimeoutSeconds = m.number("t", Ikev2Profile.RECONNECT_TIMEOUT_SECONDS);
        m.atEnd(
                () -> p.reconnectTimeoutSeconds != null && usesPreSharedKeys(p),
                true,
                "reconnect cannot stand beside pre-shared keys in profile " + p.name,
                "remove reconnect, or use certificates and EAP in this profile");
    }

    private static boolean usesPreSharedKeys(Ikev2ProfileDraft p) {
        return p.localAuthentication instanceof LocalAuthentication.PreShare
                || p.remoteAuthentications.stream()
                        .anyMatch(a -> a instanceof RemoteAuthentication.PreShare)
                || p.keyringLocal != null
                || p.keyringAaa != null
                || p.authorizations.stream().anyMatch(a -> a.method() == Method.PSK);
    }

    private static void anyconnect(Ikev2ProfileDraft p, Match m) {
        p.anyconnectProfile = m.text("ac");
        m.notInEffect("AnyConnect profile download");
    }
}
