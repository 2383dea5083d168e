package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.ServerGroups;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.IdentityMatch;
import io.flexaaa.gateway.ios.config.Ikev2Config;
import io.flexaaa.gateway.ios.config.Ikev2Config.Encryption;
import io.flexaaa.gateway.ios.config.Ikev2Config.Hash;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.LocalIdentity;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.ios.config.IpsecConfig.EspEncryption;
import io.flexaaa.gateway.ios.config.IpsecConfig.EspIntegrity;
import io.flexaaa.gateway.ios.config.IpsecConfig.IpsecProfile;
import io.flexaaa.gateway.ios.config.IpsecConfig.Lifetime;
import io.flexaaa.gateway.ios.config.IpsecConfig.TransformSet;
import io.flexaaa.gateway.ios.config.PkiConfig;
import io.flexaaa.gateway.pki.CertificateMaps;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** From the IOS configuration to the engine's: what we cannot run is left out and said so. */
public final class IkeConfigs {
    private static final long LONGEST_LIFETIME_SECONDS = 2_592_000;

    /** IOS counts a CPU of 2009: its limit of 40 would only make peers of a restart wait. */
    private static final int IOS_NEGOTIATING = Ikev2Config.Globals.IOS.maxInNegotiationIncoming();

    private final GatewayConfig config;
    private final Pki pki;
    private final Consumer<String> warn;

    private IkeConfigs(GatewayConfig config, Pki pki, Consumer<String> warn) {
        this.config = config;
        this.pki = pki;
        this.warn = warn;
    }

    /**
     * @param warn gets a sentence for each thing that is left out
     */
    public static IkeConfig of(GatewayConfig config, Pki pki, Consumer<String> warn) {
        IkeConfigs converter = new IkeConfigs(config, pki, warn);
        return new IkeConfig(
                converter.policies(),
                converter.profiles(),
                converter.limits(),
                IkeExtras.redirect(config, warn));
    }

    private List<IkeConfig.IkePolicy> policies() {
        List<IkeConfig.IkePolicy> policies = new ArrayList<>();
        List<IkeConfig.IkePolicy> fallback = new ArrayList<>();
        for (Ikev2Config.Policy policy : config.ikev2().policies().values()) {
            List<IkeConfig.IkeProposal> proposals = new ArrayList<>();
            for (String name : policy.proposals()) {
                Ikev2Config.Proposal proposal = config.ikev2().proposals().get(name);
                IkeConfig.IkeProposal converted = proposal == null ? null : proposal(proposal);
                if (converted == null) {
                    warn.accept(
                            "ikev2 policy "
                                    + policy.name()
                                    + ": proposal "
                                    + name
                                    + " is missing or has no algorithm this gateway runs");
                } else {
                    proposals.add(converted);
                }
            }
            // The default policy is used only where no other matches, as on IOS.
            List<IkeConfig.IkePolicy> into =
                    policy.name().equals(Ikev2Config.Policy.DEFAULT.name()) ? fallback : policies;
            if (policy.localAddresses().isEmpty()) {
                into.add(new IkeConfig.IkePolicy(policy.name(), null, proposals));
            }
            for (InetAddress address : policy.localAddresses()) {
                into.add(new IkeConfig.IkePolicy(policy.name(), address, proposals));
            }
        }
        policies.addAll(fallback);
        return policies;
    }

    private IkeConfig.@Nullable IkeProposal proposal(Ikev2Config.Proposal proposal) {
        List<EncryptionAlgorithm> encryption = new ArrayList<>();
        proposal.encryption().forEach(e -> addKnown(encryption, encryption(e), e.ios()));
        List<IntegrityAlgorithm> integrity = new ArrayList<>();
        proposal.integrity().forEach(h -> addKnown(integrity, integrity(h), h.ios()));
        List<PrfAlgorithm> prf = new ArrayList<>();
        proposal.effectivePrf().forEach(h -> addKnown(prf, prf(h), h.ios()));
        List<KeyExchangeGroup> groups = new ArrayList<>();
        proposal.groups().forEach(g -> addKnown(groups, KeyExchangeGroup.of(g), "group " + g));
        boolean usable = !encryption.isEmpty() && !prf.isEmpty() && !groups.isEmpty();
        return usable
                ? new IkeConfig.IkeProposal(proposal.name(), encryption, integrity, prf, groups)
                : null;
    }

    private <T> void addKnown(List<T> list, @Nullable T algorithm, String name) {
        if (algorithm == null) {
            warn.accept(name + " is not run by this gateway and left out of its proposal");
        } else {
            list.add(algorithm);
        }
    }

    private static @Nullable EncryptionAlgorithm encryption(Encryption encryption) {
        return switch (encryption) {
            case AES_CBC_128 -> EncryptionAlgorithm.AES_CBC_128;
            case AES_CBC_192 -> EncryptionAlgorithm.AES_CBC_192;
            case AES_CBC_256 -> EncryptionAlgorithm.AES_CBC_256;
            case AES_GCM_128 -> EncryptionAlgorithm.AES_GCM_16_128;
            case AES_GCM_256 -> EncryptionAlgorithm.AES_GCM_16_256;
            case CHACHA20_POLY1305 -> EncryptionAlgorithm.CHACHA20_POLY1305;
            case DES, TRIPLE_DES -> null;
        };
    }

    private static @Nullable IntegrityAlgorithm integrity(Hash hash) {
        return switch (hash) {
            case SHA1 -> IntegrityAlgorithm.HMAC_SHA1_96;
            case SHA256 -> IntegrityAlgorithm.HMAC_SHA2_256_128;
            case SHA384 -> IntegrityAlgorithm.HMAC_SHA2_384_192;
            case SHA512 -> IntegrityAlgorithm.HMAC_SHA2_512_256;
            case MD5 -> null;
        };
    }

    private static @Nullable PrfAlgorithm prf(Hash hash) {
        return switch (hash) {
            case SHA1 -> PrfAlgorithm.HMAC_SHA1;
            case SHA256 -> PrfAlgorithm.HMAC_SHA2_256;
            case SHA384 -> PrfAlgorithm.HMAC_SHA2_384;
            case SHA512 -> PrfAlgorithm.HMAC_SHA2_512;
            case MD5 -> null;
        };
    }

    private List<IkeConfig.IkeProfile> profiles() {
        List<IkeConfig.IkeProfile> profiles = new ArrayList<>();
        IkeProofs proofs = new IkeProofs(pki, warn);
        for (Ikev2Profile profile : config.ikev2().profiles().values()) {
            if (profile.equals(Ikev2Profile.untouchedDefault())) {
                continue;
            }
            String why = unusable(profile);
            if (why == null) {
                try {
                    IkeConfig.IkeProfile converted = profile(profile, proofs.of(profile));
                    profiles.add(converted);
                    addReturn(profiles, profile, converted);
                    continue;
                } catch (IkeProofs.Unusable e) {
                    why = e.getMessage();
                }
            }
            warn.accept("ikev2 profile " + profile.name() + " is not in use: " + why);
        }
        return profiles;
    }

    /**
     * Whoever comes back to a session of this profile does so by its token, under a key id of ours;
     * we prove ourselves by certificate as before.
     */
    private void addReturn(
            List<IkeConfig.IkeProfile> profiles,
            Ikev2Profile profile,
            IkeConfig.IkeProfile converted) {
        if (profile.reconnectTimeoutSeconds() == null) {
            return;
        }
        IkeConfig.LocalProof own = converted.proofs().local();
        if (!(own instanceof IkeConfig.LocalProof.Certificate)) {
            warn.accept(
                    "ikev2 profile "
                            + profile.name()
                            + ": reconnect needs `authentication local` by certificate; nobody"
                            + " can come back");
            return;
        }
        profiles.add(
                new IkeConfig.IkeProfile(
                        converted.name(),
                        List.of(
                                new IkeConfig.IdentityMatch.KeyIdPrefix(
                                        Reconnects.prefix(profile))),
                        converted.matchAddressLocal(),
                        converted.identityLocal(),
                        new IkeConfig.Proofs(own, Set.of(AuthMethod.PSK), null, Octets.EMPTY),
                        converted.esp(),
                        converted.lifetimeSeconds(),
                        converted.dpd(),
                        converted.natKeepaliveSeconds(),
                        converted.forceEncap(),
                        false));
    }

    private static @Nullable String unusable(Ikev2Profile profile) {
        if (profile.shutdown()) {
            return "it is shut down";
        }
        return profile.identities().isEmpty() && profile.certificateMap() == null
                ? "it has no `match identity remote` or `match certificate` line"
                : null;
    }

    private IkeConfig.IkeProfile profile(Ikev2Profile profile, IkeConfig.Proofs proofs) {
        List<InetAddress> local = new ArrayList<>(profile.localAddresses());
        profile.localInterfaces().stream()
                .map(name -> ServerGroups.addressOf(config, name))
                .filter(Objects::nonNull)
                .forEach(local::add);
        Integer keepalive =
                profile.natKeepaliveSeconds() == null
                        ? config.ikev2().globals().natKeepaliveSeconds()
                        : profile.natKeepaliveSeconds();
        return new IkeConfig.IkeProfile(
                profile.name(),
                matches(profile),
                local,
                identity(profile.identityLocal(), proofs.local()),
                proofs.with(IkeExtras.ppk(config, profile)),
                espPolicy(ipsecProfile(config, profile)),
                profile.lifetimeSeconds(),
                dpd(profile),
                keepalive == null ? 0 : keepalive,
                profile.natForceEncap(),
                profile.initialContactForce());
    }

    private List<IkeConfig.IdentityMatch> matches(Ikev2Profile profile) {
        List<IkeConfig.IdentityMatch> matches = new ArrayList<>();
        profile.identities().forEach(identity -> matches.add(match(identity)));
        String name = profile.certificateMap();
        PkiConfig.CertificateMap map =
                name == null ? null : config.pki().certificateMaps().get(name);
        if (map != null) {
            matches.add(
                    new IkeConfig.IdentityMatch.Certificate(
                            map.name(), CertificateMaps.predicate(map)));
        }
        return matches;
    }

    private static IkeConfig.IdentityMatch match(IdentityMatch match) {
        return switch (match) {
            case IdentityMatch.Any() -> new IkeConfig.IdentityMatch.Any();
            case IdentityMatch.Address(IpPrefix prefix) ->
                    new IkeConfig.IdentityMatch.Address(prefix.address(), prefix.length());
            case IdentityMatch.Fqdn(String name) -> new IkeConfig.IdentityMatch.Fqdn(name);
            case IdentityMatch.FqdnDomain(String domain) ->
                    new IkeConfig.IdentityMatch.FqdnDomain(domain);
            case IdentityMatch.Email(String name) -> new IkeConfig.IdentityMatch.Email(name);
            case IdentityMatch.EmailDomain(String domain) ->
                    new IkeConfig.IdentityMatch.EmailDomain(domain);
            case IdentityMatch.KeyId(String id) -> new IkeConfig.IdentityMatch.KeyId(id);
        };
    }

    private @Nullable PeerIdentity identity(
            @Nullable LocalIdentity identity, IkeConfig.LocalProof proof) {
        return switch (identity) {
            case null -> null;
            case LocalIdentity.Address(InetAddress address) -> PeerIdentity.address(address);
            case LocalIdentity.Email(String name) -> PeerIdentity.email(name);
            case LocalIdentity.Fqdn(String name) -> PeerIdentity.fqdn(name);
            case LocalIdentity.KeyId(String id) -> PeerIdentity.keyId(id);
            case LocalIdentity.Dn() -> {
                if (proof instanceof IkeConfig.LocalProof.Certificate(var own)) {
                    yield new PeerIdentity(IdentityType.DN, own.subject());
                }
                warn.accept("identity local dn needs a certificate; the address is used");
                yield null;
            }
        };
    }

    /** Where nothing is configured and clients may come back, smart DPD is on, as on IOS. */
    private IkeConfig.Dpd dpd(Ikev2Profile profile) {
        Ikev2Config.Dpd dpd =
                profile.dpd() == null ? config.ikev2().globals().dpd() : profile.dpd();
        if (dpd == null && profile.reconnectTimeoutSeconds() != null) {
            return new IkeConfig.Dpd(Reconnects.SILENCE_SECONDS, Reconnects.PROBE_SECONDS, false);
        }
        return dpd == null
                ? IkeConfig.Dpd.OFF
                : new IkeConfig.Dpd(dpd.intervalSeconds(), dpd.retrySeconds(), !dpd.periodic());
    }

    /** The template's {@code tunnel protection}, else an ipsec profile that names this profile. */
    static IpsecProfile ipsecProfile(GatewayConfig config, Ikev2Profile profile) {
        Ikev2Profile.VirtualTemplate template = profile.virtualTemplate();
        InterfaceConfig stanza =
                template == null ? null : config.interfaces().get(template.interfaceName());
        if (stanza != null) {
            InterfaceCommand.TunnelProtection protection =
                    stanza.settings().find(InterfaceCommand.TunnelProtection.class);
            IpsecProfile named =
                    protection == null
                            ? null
                            : config.ipsec().profiles().get(protection.ipsecProfile());
            if (named != null) {
                return named;
            }
        }
        for (IpsecProfile candidate : config.ipsec().profiles().values()) {
            if (profile.name().equals(candidate.ikev2Profile())) {
                return candidate;
            }
        }
        IpsecProfile standard = config.ipsec().profiles().get(IpsecProfile.DEFAULT.name());
        return standard == null ? IpsecProfile.DEFAULT : standard;
    }

    private IkeConfig.EspPolicy espPolicy(IpsecProfile profile) {
        List<IkeConfig.EspTransform> transforms = new ArrayList<>();
        boolean transport = false;
        for (String name : profile.transformSets()) {
            TransformSet set = config.ipsec().transformSets().get(name);
            EncryptionAlgorithm encryption = set == null ? null : encryption(set.encryption());
            if (set == null || encryption == null) {
                warn.accept(
                        "ipsec profile "
                                + profile.name()
                                + ": transform-set "
                                + name
                                + " is missing or not run by this gateway");
                continue;
            }
            transport |= set.transportMode();
            transforms.add(
                    new IkeConfig.EspTransform(
                            name, encryption, integrity(set.integrity()), set.esn()));
        }
        Lifetime lifetime =
                profile.lifetime() == null ? config.ipsec().lifetime() : profile.lifetime();
        return new IkeConfig.EspPolicy(
                profile.name(),
                transforms,
                profile.pfsGroup() == null ? null : KeyExchangeGroup.of(profile.pfsGroup()),
                lifetime.seconds() == null ? LONGEST_LIFETIME_SECONDS : lifetime.seconds(),
                lifetime.kilobytes() == null ? 0 : lifetime.kilobytes(),
                profile.replayWindow() == null
                        ? config.ipsec().replayWindow()
                        : profile.replayWindow(),
                // Granted to sessions with GRE only; bare packets need the inner header.
                transport,
                profile.responderOnly());
    }

    private static @Nullable EncryptionAlgorithm encryption(EspEncryption encryption) {
        return switch (encryption) {
            case AES_CBC_128 -> EncryptionAlgorithm.AES_CBC_128;
            case AES_CBC_192 -> EncryptionAlgorithm.AES_CBC_192;
            case AES_CBC_256 -> EncryptionAlgorithm.AES_CBC_256;
            case AES_GCM_128 -> EncryptionAlgorithm.AES_GCM_16_128;
            case AES_GCM_192 -> EncryptionAlgorithm.AES_GCM_16_192;
            case AES_GCM_256 -> EncryptionAlgorithm.AES_GCM_16_256;
            case CHACHA20_POLY1305 -> EncryptionAlgorithm.CHACHA20_POLY1305;
            case DES, TRIPLE_DES, AES_GMAC_128, AES_GMAC_192, AES_GMAC_256, NULL -> null;
        };
    }

    private static @Nullable IntegrityAlgorithm integrity(@Nullable EspIntegrity integrity) {
        return switch (integrity) {
            case null -> null;
            case SHA1 -> IntegrityAlgorithm.HMAC_SHA1_96;
            case SHA256 -> IntegrityAlgorithm.HMAC_SHA2_256_128;
            case SHA384 -> IntegrityAlgorithm.HMAC_SHA2_384_192;
            case SHA512 -> IntegrityAlgorithm.HMAC_SHA2_512_256;
            case MD5 -> null;
        };
    }

    private IkeLimits limits() {
        Ikev2Config.Globals globals = config.ikev2().globals();
        IkeLimits standard = IkeLimits.DEFAULT;
        int negotiating = globals.maxInNegotiationIncoming();
        return new IkeLimits(
                globals.maxSa() == null ? standard.maxSa() : globals.maxSa(),
                negotiating == IOS_NEGOTIATING ? standard.maxInNegotiation() : negotiating,
                globals.cookieChallenge() == null
                        ? standard.cookieThreshold()
                        : globals.cookieChallenge(),
                standard.halfOpenTimeoutMs(),
                standard.aaaTimeoutMs(),
                standard.retransmitFirstMs(),
                standard.retransmitTries(),
                globals.fragmentationMtu() == null
                        ? standard.fragmentOctets()
                        : globals.fragmentationMtu(),
                standard.maxChildren(),
                standard.rekeyMarginPercent());
    }
}
