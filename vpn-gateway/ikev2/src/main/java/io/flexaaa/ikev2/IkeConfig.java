package io.flexaaa.ikev2;

import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * Everything that configures the engine. Immutable; {@link Event.ReplaceConfig} swaps it at run
 * time: running SAs keep the profile they were made with, new ones take the new.
 */
public record IkeConfig(List<IkePolicy> policies, List<IkeProfile> profiles, IkeLimits limits) {
    public IkeConfig {
        policies = List.copyOf(policies);
        profiles = List.copyOf(profiles);
    }

    /**
     * {@code crypto ikev2 policy}: which proposals a local address accepts; null = any address. One
     * policy counts: the first that names the address, else the first for any.
     */
    public record IkePolicy(
            String name, @Nullable InetAddress matchAddressLocal, List<IkeProposal> proposals) {
        public IkePolicy {
            proposals = List.copyOf(proposals);
        }
    }

    /** {@code crypto ikev2 proposal}: any combination of these, our order of preference. */
    public record IkeProposal(
            String name,
            List<EncryptionAlgorithm> encryption,
            List<IntegrityAlgorithm> integrity,
            List<PrfAlgorithm> prf,
            List<KeyExchangeGroup> groups) {
        public IkeProposal {
            encryption = List.copyOf(encryption);
            integrity = List.copyOf(integrity);
            prf = List.copyOf(prf);
            groups = List.copyOf(groups);
        }
    }

    /** One {@code crypto ipsec transform-set}: {@code integrity} null for AEAD ciphers. */
    public record EspTransform(
            String name,
            EncryptionAlgorithm encryption,
            @Nullable IntegrityAlgorithm integrity,
            boolean esn) {}

    /**
     * {@code crypto ipsec profile}: what child SAs may be. {@code lifetimeKilobytes} 0 = no volume
     * limit; {@code pfsGroup} null = rekey without a new key exchange unless the peer brings one.
     * {@code transportAllowed}: grant USE_TRANSPORT_MODE when the peer asks for it.
     */
    public record EspPolicy(
            String name,
            List<EspTransform> transforms,
            @Nullable KeyExchangeGroup pfsGroup,
            long lifetimeSeconds,
            long lifetimeKilobytes,
            int replayWindow,
            boolean transportAllowed,
            boolean responderOnly) {
        public EspPolicy {
            transforms = List.copyOf(transforms);
        }
    }

    /** {@code match identity remote ...}; statements of one profile are alternatives. */
    public sealed interface IdentityMatch {
        record Any() implements IdentityMatch {}

        /** An identity that is an address inside {@code network/prefixLength}. */
        record Address(InetAddress network, int prefixLength) implements IdentityMatch {}

        record Fqdn(String name) implements IdentityMatch {}

        record FqdnDomain(String domain) implements IdentityMatch {}

        record Email(String name) implements IdentityMatch {}

        record EmailDomain(String domain) implements IdentityMatch {}

        record KeyId(String name) implements IdentityMatch {}
    }

    /** Dead peer detection; {@code intervalSeconds} 0 = off. */
    public record Dpd(int intervalSeconds, int retrySeconds, boolean onDemand) {
        public static final Dpd OFF = new Dpd(0, 0, false);
    }

    /**
     * {@code crypto ikev2 profile}. {@code matchAddressLocal} empty = any. {@code identityLocal}
     * null = the local address of the SA. {@code natKeepaliveSeconds} 0 = off. {@code
     * initialContactForce}: treat every new SA of an identity as INITIAL_CONTACT.
     */
    public record IkeProfile(
            String name,
            List<IdentityMatch> matchIdentityRemote,
            List<InetAddress> matchAddressLocal,
            @Nullable PeerIdentity identityLocal,
            AuthMethod localAuth,
            AuthMethod remoteAuth,
            EspPolicy esp,
            long lifetimeSeconds,
            Dpd dpd,
            int natKeepaliveSeconds,
            boolean forceEncap,
            boolean initialContactForce) {
        public IkeProfile {
            matchIdentityRemote = List.copyOf(matchIdentityRemote);
            matchAddressLocal = List.copyOf(matchAddressLocal);
        }
    }
}
