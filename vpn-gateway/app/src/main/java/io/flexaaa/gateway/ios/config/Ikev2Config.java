package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * {@code crypto ikev2 ...}. The objects named {@code default} are always there (IOS smart
 * defaults).
 */
public record Ikev2Config(
        Map<String, Proposal> proposals,
        Map<String, Policy> policies,
        Map<String, Keyring> keyrings,
        Map<String, NameMangler> nameManglers,
        Map<String, AuthorizationPolicy> authorizationPolicies,
        Map<String, Ikev2Profile> profiles,
        Globals globals,
        Redirects redirects) {

    public Ikev2Config {
        proposals = GatewayConfig.ordered(proposals);
        policies = GatewayConfig.ordered(policies);
        keyrings = GatewayConfig.ordered(keyrings);
        nameManglers = GatewayConfig.ordered(nameManglers);
        authorizationPolicies = GatewayConfig.ordered(authorizationPolicies);
        profiles = GatewayConfig.ordered(profiles);
    }

    public enum Encryption implements IosWord {
        DES("des"),
        TRIPLE_DES("3des"),
        AES_CBC_128("aes-cbc-128"),
        AES_CBC_192("aes-cbc-192"),
        AES_CBC_256("aes-cbc-256"),
        AES_GCM_128("aes-gcm-128"),
        AES_GCM_256("aes-gcm-256"),
        /** Ours; IOS has no word for RFC 7634. */
        CHACHA20_POLY1305("chacha20-poly1305");

        private final String ios;

        Encryption(String ios) {
            this.ios = ios;
        }

        @Override
        public String ios() {
            return ios;
        }

        /** Combined mode: no integrity transform, and the PRF must be named. */
        public boolean aead() {
            return switch (this) {
                case AES_GCM_128, AES_GCM_256, CHACHA20_POLY1305 -> true;
                case DES, TRIPLE_DES, AES_CBC_128, AES_CBC_192, AES_CBC_256 -> false;
            };
        }
    }

    public enum Hash implements IosWord {
        MD5("md5"),
        SHA1("sha1"),
        SHA256("sha256"),
        SHA384("sha384"),
        SHA512("sha512");

        private final String ios;

        Hash(String ios) {
            this.ios = ios;
        }

        @Override
        public String ios() {
            return ios;
        }
    }

    /**
     * {@code crypto ikev2 proposal}. Each list is in order of preference.
     *
     * @param prf as configured; empty means as {@link #effectivePrf} says
     * @param pqc {@code pqc mlkem...}, RFC 9370 additional key exchanges
     */
    public record Proposal(
            String name,
            List<Encryption> encryption,
            List<Hash> integrity,
            List<Hash> prf,
            List<Integer> groups,
            List<String> pqc,
            boolean pqcOptional) {
        /** IOS-XE 17 smart default, without the retired 1536-bit group 5. */
        public static final Proposal DEFAULT =
                new Proposal(
                        "default",
                        List.of(Encryption.AES_CBC_256),
                        List.of(Hash.SHA512, Hash.SHA384),
                        List.of(),
                        List.of(19, 14, 21),
                        List.of(),
                        false);

        public Proposal {
            encryption = List.copyOf(encryption);
            integrity = List.copyOf(integrity);
            prf = List.copyOf(prf);
            groups = List.copyOf(groups);
            pqc = List.copyOf(pqc);
        }

        /** IOS: the PRF follows the integrity algorithm unless configured. */
        public List<Hash> effectivePrf() {
            return prf.isEmpty() ? integrity : prf;
        }
    }

    /**
     * @param fvrf null = any @param localAddresses empty = any
     */
    public record Policy(
            String name,
            @Nullable String fvrf,
            List<InetAddress> localAddresses,
            List<String> proposals) {
        public static final Policy DEFAULT =
                new Policy("default", null, List.of(), List.of("default"));

        public Policy {
            localAddresses = List.copyOf(localAddresses);
            proposals = List.copyOf(proposals);
        }
    }

    public record Keyring(String name, Map<String, Peer> peers) {
        public Keyring {
            peers = GatewayConfig.ordered(peers);
        }
    }

    /**
     * A peer of a local keyring. Either {@code symmetric} or the two directions are set.
     *
     * @param local what we sign with
     * @param remote what the peer signs with
     */
    public record Peer(
            String name,
            @Nullable String description,
            @Nullable IpPrefix address,
            @Nullable String hostname,
            @Nullable IdentityMatch identity,
            @Nullable ConfigKey symmetric,
            @Nullable ConfigKey local,
            @Nullable ConfigKey remote,
            @Nullable Ppk ppk) {}

    /**
     * {@code ppk manual id ID key KEY [required]}: a post-quantum pre-shared key, RFC 8784.
     *
     * @param required peers that use none are refused
     */
    public record Ppk(String id, ConfigKey key, boolean required) {}

    /**
     * Other gateways peers are sent to, RFC 5685.
     *
     * @param init {@code crypto ikev2 redirect gateway init}
     * @param gateways {@code linux gateway} of {@code crypto ikev2 cluster}: addresses or names
     * @param fromSessions {@code linux redirect-from}: not before there are so many sessions
     */
    public record Redirects(boolean init, List<String> gateways, int fromSessions) {
        public static final Redirects NONE = new Redirects(false, List.of(), 0);

        public Redirects {
            gateways = List.copyOf(gateways);
        }
    }

    public enum FqdnPart implements IosWord {
        ALL,
        DOMAIN,
        HOSTNAME
    }

    public enum EmailPart implements IosWord {
        ALL,
        DOMAIN,
        USERNAME
    }

    public enum DnField implements IosWord {
        COMMON_NAME,
        COUNTRY,
        DOMAIN,
        LOCALITY,
        ORGANIZATION,
        ORGANIZATION_UNIT,
        STATE
    }

    public sealed interface EapRule {
        record All() implements EapRule {}

        record Dn(DnField field) implements EapRule {}

        /** The text before the delimiter. */
        record Prefix(char delimiter) implements EapRule {}

        /** The text after the delimiter. */
        record Suffix(char delimiter) implements EapRule {}
    }

    /** Turns an IKE or EAP identity into the User-Name of a lookup: one rule per identity type. */
    public record NameMangler(
            String name,
            @Nullable FqdnPart fqdn,
            @Nullable EmailPart email,
            @Nullable DnField dn,
            @Nullable EapRule eap) {}

    /**
     * @param dpd null = off; profiles may have their own
     */
    public record Globals(
            @Nullable Integer cookieChallenge,
            int maxInNegotiationIncoming,
            int maxInNegotiationOutgoing,
            @Nullable Integer maxSa,
            int window,
            @Nullable Integer fragmentationMtu,
            @Nullable Dpd dpd,
            @Nullable Integer natKeepaliveSeconds,
            boolean httpUrlCert) {
        public static final Globals IOS =
                new Globals(null, 40, 400, null, 5, null, null, null, true);
    }

    public record Dpd(int intervalSeconds, int retrySeconds, boolean periodic) {}
}
