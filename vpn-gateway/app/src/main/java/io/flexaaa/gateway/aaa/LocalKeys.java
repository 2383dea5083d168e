package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.ConfigKey;
import io.flexaaa.gateway.ios.config.IdentityMatch;
import io.flexaaa.gateway.ios.config.Ikev2Config.Keyring;
import io.flexaaa.gateway.ios.config.Ikev2Config.Peer;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalAuthentication;
import io.flexaaa.gateway.ios.config.Ikev2Profile.RemoteAuthentication;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pre-shared keys that stand in the configuration: in the profile itself or in a local keyring. */
final class LocalKeys {
    private LocalKeys() {}

    /** {@code authentication {local|remote} pre-share key ...} of the profile. */
    static PeerKeys ofProfile(Ikev2Profile profile) {
        Secret local = null;
        if (profile.localAuthentication() instanceof LocalAuthentication.PreShare(ConfigKey key)
                && key != null) {
            local = secret(key);
        }
        List<Secret> remote = new ArrayList<>();
        for (RemoteAuthentication method : profile.remoteAuthentications()) {
            if (method instanceof RemoteAuthentication.PreShare(ConfigKey key) && key != null) {
                remote.add(secret(key));
            }
        }
        return new PeerKeys(local, remote, Attributes.EMPTY);
    }

    /**
     * The best matching peer block of a keyring. A responder knows the identity, so that comes
     * first; then the address, the longest prefix winning.
     */
    static PeerKeys ofKeyring(Keyring keyring, PeerIdentity identity, InetAddress remote) {
        Peer best = null;
        int bestRank = -1;
        for (Peer peer : keyring.peers().values()) {
            int rank = rank(peer, identity, remote);
            if (rank > bestRank) {
                best = peer;
                bestRank = rank;
            }
        }
        return best == null ? PeerKeys.NONE : keys(best);
    }

    private static int rank(Peer peer, PeerIdentity identity, InetAddress remote) {
        if (peer.identity() != null && matches(peer.identity(), identity)) {
            return peer.identity() instanceof IdentityMatch.Any ? 0 : 1_000;
        }
        if (peer.hostname() != null && peer.hostname().equalsIgnoreCase(identity.text())) {
            return 900;
        }
        IpPrefix prefix = peer.address();
        return prefix != null && prefix.contains(remote) ? 1 + prefix.length() : -1;
    }

    static boolean matches(IdentityMatch match, PeerIdentity identity) {
        String text = identity.text();
        return switch (match) {
            case IdentityMatch.Any() -> true;
            case IdentityMatch.Address(IpPrefix prefix) -> {
                InetAddress address = identity.asAddress();
                yield address != null && prefix.contains(address);
            }
            case IdentityMatch.Fqdn(String name) ->
                    identity.type() == IdentityType.FQDN && text.equalsIgnoreCase(name);
            case IdentityMatch.FqdnDomain(String domain) ->
                    identity.type() == IdentityType.FQDN && endsWith(text, "." + domain);
            case IdentityMatch.Email(String name) ->
                    identity.type() == IdentityType.EMAIL && text.equalsIgnoreCase(name);
            case IdentityMatch.EmailDomain(String domain) ->
                    identity.type() == IdentityType.EMAIL && endsWith(text, "@" + domain);
            case IdentityMatch.KeyId(String id) ->
                    (identity.type() == IdentityType.KEY_ID
                                    || identity.type() == IdentityType.GROUP_NAME)
                            && text.equals(id);
        };
    }

    private static boolean endsWith(String text, String suffix) {
        return text.toLowerCase(Locale.ROOT).endsWith(suffix.toLowerCase(Locale.ROOT));
    }

    private static PeerKeys keys(Peer peer) {
        if (peer.symmetric() != null) {
            return PeerKeys.symmetric(secret(peer.symmetric()));
        }
        return new PeerKeys(
                peer.local() == null ? null : secret(peer.local()),
                peer.remote() == null ? List.of() : List.of(secret(peer.remote())),
                Attributes.EMPTY);
    }

    private static Secret secret(@Nullable ConfigKey key) {
        return Secret.wrap(key == null ? new byte[0] : key.octets());
    }
}
