package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code crypto ikev2 profile} while it is being read. */
final class Ikev2ProfileDraft {
    final String name;
    @Nullable String description;
    final List<IdentityMatch> identities = new ArrayList<>();
    final List<InetAddress> localAddresses = new ArrayList<>();
    final List<String> localInterfaces = new ArrayList<>();
    @Nullable String fvrf;
    @Nullable String certificateMap;
    Ikev2Profile.@Nullable LocalIdentity identityLocal;
    Ikev2Profile.@Nullable LocalAuthentication localAuthentication;
    final List<Ikev2Profile.RemoteAuthentication> remoteAuthentications = new ArrayList<>();
    @Nullable String keyringLocal;
    Ikev2Profile.@Nullable KeyringAaa keyringAaa;
    final List<Ikev2Profile.Trustpoint> trustpoints = new ArrayList<>();
    int lifetimeSeconds = Ikev2Profile.LIFETIME_SECONDS;
    Ikev2Config.@Nullable Dpd dpd;
    @Nullable Integer natKeepaliveSeconds;
    boolean natForceEncap;
    @Nullable String ivrf;
    boolean initialContactForce;
    boolean shutdown;
    final List<Ikev2Profile.AuthenticationList> authenticationLists = new ArrayList<>();
    final List<Ikev2Profile.Authorization> authorizations = new ArrayList<>();
    boolean groupOverride;
    final List<Ikev2Profile.Accounting> accountings = new ArrayList<>();
    Ikev2Profile.@Nullable VirtualTemplate virtualTemplate;
    boolean configExchangeRequest = true;
    boolean configExchangeSetAccept;
    boolean configExchangeSetSend;
    @Nullable Integer reconnectTimeoutSeconds;
    @Nullable String anyconnectProfile;
    boolean eapOnly;
    boolean certificateThenEap;
    boolean redirectAuth;
    @Nullable String ppkKeyring;
    boolean ppkAaa;

    Ikev2ProfileDraft(String name) {
        this.name = name;
    }

    Ikev2Profile build() {
        return new Ikev2Profile(
                name,
                description,
                identities,
                localAddresses,
                localInterfaces,
                fvrf,
                certificateMap,
                identityLocal,
                localAuthentication,
                remoteAuthentications,
                keyringLocal,
                keyringAaa,
                trustpoints,
                lifetimeSeconds,
                dpd,
                natKeepaliveSeconds,
                natForceEncap,
                ivrf,
                initialContactForce,
                shutdown,
                authenticationLists,
                authorizations,
                groupOverride,
                accountings,
                virtualTemplate,
                configExchangeRequest,
                configExchangeSetAccept,
                configExchangeSetSend,
                reconnectTimeoutSeconds,
                anyconnectProfile,
                new Ikev2Profile.Options(
                        eapOnly, certificateThenEap, redirectAuth, ppkKeyring, ppkAaa));
    }
}
