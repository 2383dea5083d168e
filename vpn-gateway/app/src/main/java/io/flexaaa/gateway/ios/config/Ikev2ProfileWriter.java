package io.flexaaa.gateway.ios.config;

import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalAuthentication;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalIdentity;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LookupName;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.ios.config.Ikev2Profile.RemoteAuthentication;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Source;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** {@code crypto ikev2 profile} of the running configuration. */
final class Ikev2ProfileWriter {
    private Ikev2ProfileWriter() {}

    static void write(Writer w, Ikev2Profile p) {
        if (p.equals(new Ikev2ProfileDraft("default").build())) {
            return;
        }
        w.line("crypto ikev2 profile " + p.name());
        w.value(" description", p.description());
        w.value(" match fvrf", p.fvrf());
        p.localAddresses().forEach(a -> w.line(" match address local " + Addresses.text(a)));
        p.localInterfaces().forEach(i -> w.line(" match address local interface " + i));
        p.identities().forEach(i -> w.line(" match identity remote " + i.ios()));
        w.value(" match certificate", p.certificateMap());
        if (p.identityLocal() != null) {
            w.line(" identity local " + identity(p.identityLocal()));
        }
        p.remoteAuthentications().forEach(a -> w.line(" authentication remote " + remote(w, a)));
        if (p.localAuthentication() != null) {
            w.line(" authentication local " + local(w, p.localAuthentication()));
        }
        Ikev2ProfileOptions.write(w, p.options());
        w.value(" keyring local", p.keyringLocal());
        if (p.keyringAaa() != null) {
            keyringAaa(w, p.keyringAaa());
        }
        trustpoints(w, p);
        session(w, p);
        aaa(w, p);
        w.bang();
    }

    private static void trustpoints(Writer w, Ikev2Profile p) {
        for (Ikev2Profile.Trustpoint t : p.trustpoints()) {
            w.line(
                    " pki trustpoint "
                            + t.name()
                            + switch (t.use()) {
                                case BOTH -> "";
                                case SIGN -> " sign";
                                case VERIFY -> " verify";
                            });
        }
    }

    private static void session(Writer w, Ikev2Profile p) {
        w.when(
                p.lifetimeSeconds() != Ikev2Profile.LIFETIME_SECONDS,
                " lifetime " + p.lifetimeSeconds());
        if (p.dpd() != null) {
            w.line(" " + Ikev2Writer.dpd(p.dpd()));
        }
        w.value(" nat keepalive", p.natKeepaliveSeconds());
        w.when(p.natForceEncap(), " nat force-encap");
        w.value(" ivrf", p.ivrf());
        w.when(p.initialContactForce(), " initial-contact force");
        w.when(p.shutdown(), " shutdown");
        w.when(!p.configExchangeRequest(), " no config-exchange request");
        w.when(p.configExchangeSetAccept(), " config-exchange set accept");
        w.when(p.configExchangeSetSend(), " config-exchange set send");
        w.value(" reconnect timeout", p.reconnectTimeoutSeconds());
        w.value(" anyconnect profile", p.anyconnectProfile());
    }

    private static void aaa(Writer w, Ikev2Profile p) {
        for (Ikev2Profile.AuthenticationList a : p.authenticationLists()) {
            w.line(" aaa authentication " + a.method().ios() + " " + a.list());
        }
        w.when(p.groupOverride(), " aaa authorization group override");
        for (Ikev2Profile.Authorization a : p.authorizations()) {
            w.line(
                    " aaa authorization "
                            + a.subject().ios()
                            + " "
                            + a.method().ios()
                            + " "
                            + source(w, a.source()));
        }
        for (Ikev2Profile.Accounting a : p.accountings()) {
            w.line(
                    " aaa accounting "
                            + (a.method() == Method.ANY ? "list" : a.method().ios())
                            + " "
                            + a.list());
        }
        Ikev2Profile.VirtualTemplate template = p.virtualTemplate();
        if (template != null) {
            w.line(
                    " virtual-template "
                            + template.number()
                            + (template.modeAuto() ? " mode auto" : ""));
        }
    }

    private static String source(Writer w, Source source) {
        return switch (source) {
            case Source.Cached() -> "cached";
            case Source.Lookup lookup ->
                    "list "
                            + lookup.list()
                            + switch (lookup.name()) {
                                case LookupName.PeerIdentity() -> "";
                                case LookupName.Literal(String name, boolean local) ->
                                        " " + name + (local ? " local" : "");
                                case LookupName.Mangled(String mangler) ->
                                        " name-mangler " + mangler;
                            }
                            + password(w, lookup.password());
        };
    }

    private static String password(Writer w, @Nullable ConfigKey key) {
        return key == null ? "" : " password " + w.key(key);
    }

    private static void keyringAaa(Writer w, Ikev2Profile.KeyringAaa k) {
        w.line(
                " keyring aaa "
                        + k.list()
                        + (k.nameMangler() == null ? "" : " name-mangler " + k.nameMangler())
                        + password(w, k.password()));
    }

    private static String identity(LocalIdentity identity) {
        return switch (identity) {
            case LocalIdentity.Address(InetAddress a) -> "address " + Addresses.text(a);
            case LocalIdentity.Dn() -> "dn";
            case LocalIdentity.Email(String name) -> "email " + name;
            case LocalIdentity.Fqdn(String name) -> "fqdn " + name;
            case LocalIdentity.KeyId(String id) -> "key-id " + id;
        };
    }

    private static String local(Writer w, LocalAuthentication a) {
        return switch (a) {
            case LocalAuthentication.RsaSig() -> "rsa-sig";
            case LocalAuthentication.EcdsaSig() -> "ecdsa-sig";
            case LocalAuthentication.PreShare p -> preShare(w, p.key());
        };
    }

    private static String remote(Writer w, RemoteAuthentication a) {
        return switch (a) {
            case RemoteAuthentication.RsaSig() -> "rsa-sig";
            case RemoteAuthentication.EcdsaSig() -> "ecdsa-sig";
            case RemoteAuthentication.PreShare p -> preShare(w, p.key());
            case RemoteAuthentication.Eap(boolean query, int seconds) ->
                    "eap"
                            + (query ? " query-identity" : "")
                            + (seconds == Ikev2Profile.EAP_TIMEOUT_SECONDS
                                    ? ""
                                    : " timeout " + seconds);
            case RemoteAuthentication.AnyConnectEap(boolean cert) ->
                    "anyconnect-eap aggregate" + (cert ? " cert-request" : "");
        };
    }

    private static String preShare(Writer w, @Nullable ConfigKey key) {
        return key == null ? "pre-share" : "pre-share key " + w.key(key);
    }
}
