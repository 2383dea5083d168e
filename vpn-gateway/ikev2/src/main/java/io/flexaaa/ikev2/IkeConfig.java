package io.flexaaa.ikev2;

import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.ikev2.message.GatewayIdentity;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Everything that configures the engine. Immutable; {@link Event.ReplaceConfig} swaps it at run
 * time: running SAs keep the profile they were made with, new ones take the new.
 */
public record IkeConfig(
        List<IkePolicy> policies, List<IkeProfile> profiles, IkeLimits limits, Redirect redirect) {
    /** Without other gateways. */
    public IkeConfig(List<IkePolicy> policies, List<IkeProfile> profiles, IkeLimits limits) {
        this(policies, profiles, limits, Redirect.NONE);
    }

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

    /**
     * Other gateways for peers that know RFC 5685.
     *
     * @param atInit {@code crypto ikev2 redirect gateway init}: before there is an SA
     * @param atAuth the profiles with {@code redirect gateway auth}: once the peer proved itself
     * @param fromSessions from so many authenticated sessions on
     */
    public record Redirect(
            boolean atInit, Set<String> atAuth, List<GatewayIdentity> gateways, int fromSessions) {
        public static final Redirect NONE = new Redirect(false, Set.of(), List.of(), 0);

        public Redirect {
            atAuth = Set.copyOf(atAuth);
            gateways = List.copyOf(gateways);
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

        /** This, without transport mode where the session cannot use it. */
        public EspPolicy allowingTransport(boolean usable) {
            return usable || !transportAllowed
                    ? this
                    : new EspPolicy(
                            name,
                            transforms,
                            pfsGroup,
                            lifetimeSeconds,
                            lifetimeKilobytes,
                            replayWindow,
                            false,
                            responderOnly);
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

        /** Key ids that we gave out ourselves, so that a peer can come back under them. */
        record KeyIdPrefix(String prefix) implements IdentityMatch {}

        /** {@code match certificate MAP}: the peer's own certificate is such a one. */
        record Certificate(String map, Predicate<X509Certificate> rules) implements IdentityMatch {}
    }

    /** Dead peer detection; {@code intervalSeconds} 0 = off. */
    public record Dpd(int intervalSeconds, int retrySeconds, boolean onDemand) {
        public static final Dpd OFF = new Dpd(0, 0, false);
    }

    /** {@code authentication local}. */
    public sealed interface LocalProof {
        /** With the key that the look-up of the peer's brings. */
        record PreShared() implements LocalProof {}

        record Certificate(SigningIdentity identity) implements LocalProof {}

        /**
         * RFC 5998: nothing but the EAP that proves the peer, which must prove us as well. Where
         * there is a certificate it is used: clients announce RFC 5998 also when they want one.
         */
        record EapOnly() implements LocalProof {}
    }

    /**
     * {@code authentication remote eap}.
     *
     * @param queryIdentity we ask the peer what it calls itself in EAP
     * @param timeoutMs how long the peer may take for each answer
     * @param afterCertificate EAP is the second of two proofs, a certificate the first (RFC 4739)
     */
    public record EapRules(boolean queryIdentity, long timeoutMs, boolean afterCertificate) {
        /** EAP as the only proof of the peer. */
        public EapRules(boolean queryIdentity, long timeoutMs) {
            this(queryIdentity, timeoutMs, false);
        }
    }

    /**
     * Post-quantum pre-shared keys, RFC 8784.
     *
     * @param keys by their PPK_ID
     * @param required a peer that uses none of them is refused
     * @param fromAaa the look-up of the pre-shared key may bring one ({@link Event.PskFound})
     */
    public record PpkRules(Map<Octets, Secret> keys, boolean required, boolean fromAaa) {
        public static final PpkRules NONE = new PpkRules(Map.of(), false, false);

        public PpkRules {
            keys = Map.copyOf(keys);
        }

        /** Worth telling peers about. */
        public boolean known() {
            return !keys.isEmpty() || fromAaa;
        }
    }

    /**
     * How the two sides prove themselves.
     *
     * @param remote what the peer may choose from; EAP needs {@code eap} and a certificate of ours
     * @param authorities for CERTREQ: the SHA-1 hashes of trusted authorities' public keys in a row
     */
    public record Proofs(
            LocalProof local,
            Set<AuthMethod> remote,
            @Nullable EapRules eap,
            Octets authorities,
            PpkRules ppk) {
        /** Without post-quantum keys. */
        public Proofs(
                LocalProof local,
                Set<AuthMethod> remote,
                @Nullable EapRules eap,
                Octets authorities) {
            this(local, remote, eap, authorities, PpkRules.NONE);
        }

        public Proofs with(PpkRules rules) {
            return new Proofs(local, remote, eap, authorities, rules);
        }

        /** Pre-shared keys both ways. */
        public static final Proofs PSK =
                new Proofs(new LocalProof.PreShared(), Set.of(AuthMethod.PSK), null, Octets.EMPTY);

        public Proofs {
            remote = Set.copyOf(remote);
            boolean eapMeant = remote.contains(AuthMethod.EAP);
            if (eapMeant && (eap == null || local instanceof LocalProof.PreShared)) {
                // RFC 7296 §2.16: EAP alone would tell the peer nothing about whom it talks to.
                throw new IllegalArgumentException("EAP needs a certificate of ours and its rules");
            }
            boolean only = local instanceof LocalProof.EapOnly;
            if (only && !remote.equals(Set.of(AuthMethod.EAP))) {
                throw new IllegalArgumentException("who only has EAP can prove itself by EAP only");
            }
            if (eap != null
                    && eap.afterCertificate()
                    && (!eapMeant || only || remote.stream().noneMatch(AuthMethod::signature))) {
                throw new IllegalArgumentException("two proofs need a certificate and EAP");
            }
        }

        /** The peer is to prove itself twice, by certificate and then by EAP (RFC 4739). */
        public boolean eapFollows() {
            return eap != null && eap.afterCertificate();
        }

        /** Signatures are made or checked, so the peer is told which hashes we know. */
        public boolean signatures() {
            return local instanceof LocalProof.Certificate
                    || remote.stream().anyMatch(AuthMethod::signature);
        }
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
            Proofs proofs,
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
