package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * {@code crypto ikev2 profile}.
 *
 * @param identities {@code match identity remote}; a profile without one (and without {@code match
 *     certificate}) matches nobody
 * @param localInterfaces canonical names of {@code match address local interface}
 * @param localAuthentication null = not configured: the profile is incomplete
 * @param dpd null = the global setting
 * @param groupOverride {@code aaa authorization group override}: group data wins over user data
 * @param virtualTemplate null = the session gets no interface of its own
 * @param options what RFCs beside RFC 7296 add
 */
public record Ikev2Profile(
        String name,
        @Nullable String description,
        List<IdentityMatch> identities,
        List<InetAddress> localAddresses,
        List<String> localInterfaces,
        @Nullable String fvrf,
        @Nullable String certificateMap,
        @Nullable LocalIdentity identityLocal,
        @Nullable LocalAuthentication localAuthentication,
        List<RemoteAuthentication> remoteAuthentications,
        @Nullable String keyringLocal,
        @Nullable KeyringAaa keyringAaa,
        List<Trustpoint> trustpoints,
        int lifetimeSeconds,
        Ikev2Config.@Nullable Dpd dpd,
        @Nullable Integer natKeepaliveSeconds,
        boolean natForceEncap,
        @Nullable String ivrf,
        boolean initialContactForce,
        boolean shutdown,
        List<AuthenticationList> authenticationLists,
        List<Authorization> authorizations,
        boolean groupOverride,
        List<Accounting> accountings,
        @Nullable VirtualTemplate virtualTemplate,
        boolean configExchangeRequest,
        boolean configExchangeSetAccept,
        boolean configExchangeSetSend,
        @Nullable Integer reconnectTimeoutSeconds,
        @Nullable String anyconnectProfile,
        Options options) {

    public static final int LIFETIME_SECONDS = 86400;
    public static final int EAP_TIMEOUT_SECONDS = 90;
    public static final int RECONNECT_TIMEOUT_SECONDS = 1800;

    public Ikev2Profile {
        identities = List.copyOf(identities);
        localAddresses = List.copyOf(localAddresses);
        localInterfaces = List.copyOf(localInterfaces);
        remoteAuthentications = List.copyOf(remoteAuthentications);
        trustpoints = List.copyOf(trustpoints);
        authenticationLists = List.copyOf(authenticationLists);
        authorizations = List.copyOf(authorizations);
        accountings = List.copyOf(accountings);
    }

    /** What IOS has before the first line is typed, and nobody can use. */
    public static Ikev2Profile untouchedDefault() {
        return new Ikev2ProfileDraft("default").build();
    }

    /**
     * What RFCs beside RFC 7296 add; IOS has no words for the {@code linux} lines.
     *
     * @param eapOnly {@code linux authentication eap-only}: RFC 5998
     * @param certificateThenEap {@code linux authentication certificate-then-eap}: RFC 4739
     * @param redirectAuth {@code redirect gateway auth}: RFC 5685
     * @param ppkKeyring {@code keyring ppk}: RFC 8784
     * @param ppkAaa {@code linux ppk aaa}: the look-up of the pre-shared key brings the PPK
     */
    public record Options(
            boolean eapOnly,
            boolean certificateThenEap,
            boolean redirectAuth,
            @Nullable String ppkKeyring,
            boolean ppkAaa) {}

    /** The remote authentication a rule speaks of. */
    public enum Method implements IosWord {
        PSK,
        CERT,
        EAP,
        ANYCONNECT_EAP,
        /** Applies whatever the peer used. */
        ANY
    }

    public sealed interface LocalIdentity {
        record Address(InetAddress address) implements LocalIdentity {}

        record Dn() implements LocalIdentity {}

        record Email(String name) implements LocalIdentity {}

        record Fqdn(String name) implements LocalIdentity {}

        record KeyId(String id) implements LocalIdentity {}
    }

    public sealed interface LocalAuthentication {
        record RsaSig() implements LocalAuthentication {}

        record EcdsaSig() implements LocalAuthentication {}

        /**
         * @param key null = from the keyring
         */
        record PreShare(@Nullable ConfigKey key) implements LocalAuthentication {}
    }

    public sealed interface RemoteAuthentication {
        record RsaSig() implements RemoteAuthentication {}

        record EcdsaSig() implements RemoteAuthentication {}

        /**
         * @param key null = from the keyring
         */
        record PreShare(@Nullable ConfigKey key) implements RemoteAuthentication {}

        record Eap(boolean queryIdentity, int timeoutSeconds) implements RemoteAuthentication {}

        record AnyConnectEap(boolean certRequest) implements RemoteAuthentication {}
    }

    /**
     * @param password null = {@code cisco}
     */
    public record KeyringAaa(
            String list, @Nullable String nameMangler, @Nullable ConfigKey password) {}

    public enum TrustpointUse {
        BOTH,
        SIGN,
        VERIFY
    }

    public record Trustpoint(String name, TrustpointUse use) {}

    /** {@code aaa authentication {eap|anyconnect-eap} LIST}. */
    public record AuthenticationList(Method method, String list) {}

    public enum Subject implements IosWord {
        GROUP,
        USER
    }

    /** {@code aaa authorization {group|user} METHOD ...}. */
    public record Authorization(Subject subject, Method method, Source source) {}

    public sealed interface Source {
        /** Use what arrived with the PSK lookup or the EAP accept; ask nobody again. */
        record Cached() implements Source {}

        /**
         * Ask this list.
         *
         * @param password null = {@code cisco}
         */
        record Lookup(String list, LookupName name, @Nullable ConfigKey password)
                implements Source {}
    }

    /** Which User-Name is asked for. */
    public sealed interface LookupName {
        /** The whole IKE (or EAP) identity. */
        record PeerIdentity() implements LookupName {}

        /** A fixed name: an authorization policy or a group on the server. */
        record Literal(String name, boolean local) implements LookupName {}

        record Mangled(String nameMangler) implements LookupName {}
    }

    /**
     * @param method {@code ANY} for {@code aaa accounting list LIST}
     */
    public record Accounting(Method method, String list) {}

    public record VirtualTemplate(int number, boolean modeAuto) {
        /** Canonical name of the interface it points at. */
        public String interfaceName() {
            return "Virtual-Template" + number;
        }
    }
}
