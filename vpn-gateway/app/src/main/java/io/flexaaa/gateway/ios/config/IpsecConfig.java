package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** {@code crypto ipsec ...}; transform-set and profile {@code default} are always there. */
public record IpsecConfig(
        Map<String, TransformSet> transformSets,
        Map<String, IpsecProfile> profiles,
        Lifetime lifetime,
        int replayWindow) {

    public IpsecConfig {
        transformSets = GatewayConfig.ordered(transformSets);
        profiles = GatewayConfig.ordered(profiles);
    }

    /** A global {@code replay disable}. */
    public static final int REPLAY_DISABLED = 0;

    public static final int REPLAY_WINDOW = 64;

    public enum EspEncryption implements IosWord {
        DES("esp-des"),
        TRIPLE_DES("esp-3des"),
        AES_CBC_128("esp-aes"),
        AES_CBC_192("esp-aes 192"),
        AES_CBC_256("esp-aes 256"),
        AES_GCM_128("esp-gcm"),
        AES_GCM_192("esp-gcm 192"),
        AES_GCM_256("esp-gcm 256"),
        AES_GMAC_128("esp-gmac"),
        AES_GMAC_192("esp-gmac 192"),
        AES_GMAC_256("esp-gmac 256"),
        /** Ours; IOS has no word for RFC 7634. */
        CHACHA20_POLY1305("esp-chacha20-poly1305"),
        NULL("esp-null");

        private final String ios;

        EspEncryption(String ios) {
            this.ios = ios;
        }

        @Override
        public String ios() {
            return ios;
        }

        /** Brings its own integrity. */
        public boolean aead() {
            return switch (this) {
                case AES_GCM_128,
                        AES_GCM_192,
                        AES_GCM_256,
                        AES_GMAC_128,
                        AES_GMAC_192,
                        AES_GMAC_256,
                        CHACHA20_POLY1305 ->
                        true;
                case DES, TRIPLE_DES, AES_CBC_128, AES_CBC_192, AES_CBC_256, NULL -> false;
            };
        }
    }

    public enum EspIntegrity implements IosWord {
        MD5("esp-md5-hmac"),
        SHA1("esp-sha-hmac"),
        SHA256("esp-sha256-hmac"),
        SHA384("esp-sha384-hmac"),
        SHA512("esp-sha512-hmac");

        private final String ios;

        EspIntegrity(String ios) {
            this.ios = ios;
        }

        @Override
        public String ios() {
            return ios;
        }
    }

    /**
     * @param integrity null with a combined-mode cipher
     */
    public record TransformSet(
            String name,
            EspEncryption encryption,
            @Nullable EspIntegrity integrity,
            boolean esn,
            boolean transportMode,
            boolean transportRequired) {
        public static final TransformSet DEFAULT =
                new TransformSet(
                        "default",
                        EspEncryption.AES_CBC_128,
                        EspIntegrity.SHA1,
                        false,
                        true,
                        false);
    }

    /** Null = that limit is disabled. */
    public record Lifetime(@Nullable Integer seconds, @Nullable Long kilobytes) {
        public static final Lifetime IOS = new Lifetime(3600, 4608000L);
    }

    /**
     * @param transformSets in order of preference
     * @param pfsGroup null = no PFS
     * @param lifetime null = the global one
     * @param replayWindow null = the global one
     */
    public record IpsecProfile(
            String name,
            List<String> transformSets,
            @Nullable String ikev2Profile,
            @Nullable Integer pfsGroup,
            @Nullable Lifetime lifetime,
            @Nullable Integer idleTimeSeconds,
            @Nullable Integer replayWindow,
            boolean responderOnly) {
        /** IOS: transform-set default; the IKEv2 profile is the one the session matched. */
        public static final IpsecProfile DEFAULT =
                new IpsecProfile(
                        "default", List.of("default"), "default", null, null, null, null, false);

        public IpsecProfile {
            transformSets = List.copyOf(transformSets);
        }
    }
}
