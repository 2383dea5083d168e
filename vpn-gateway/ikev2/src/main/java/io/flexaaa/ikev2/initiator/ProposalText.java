package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.EncryptionAlgorithm;
import io.flexaaa.ikev2.crypto.IntegrityAlgorithm;
import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.message.Proposal;
import io.flexaaa.ikev2.message.ProtocolId;
import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;
import io.flexaaa.protocol.wire.Octets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Proposals as strongSwan's users write them: {@code aes128gcm16-prfsha256-x25519}. Several
 * algorithms of one kind may follow each other, in order of preference.
 */
public final class ProposalText {
    private static final Map<String, EncryptionAlgorithm> ENCRYPTION =
            Map.ofEntries(
                    Map.entry("aes128", EncryptionAlgorithm.AES_CBC_128),
                    Map.entry("aes192", EncryptionAlgorithm.AES_CBC_192),
                    Map.entry("aes256", EncryptionAlgorithm.AES_CBC_256),
                    Map.entry("aes128gcm8", EncryptionAlgorithm.AES_GCM_8_128),
                    Map.entry("aes192gcm8", EncryptionAlgorithm.AES_GCM_8_192),
                    Map.entry("aes256gcm8", EncryptionAlgorithm.AES_GCM_8_256),
                    Map.entry("aes128gcm12", EncryptionAlgorithm.AES_GCM_12_128),
                    Map.entry("aes192gcm12", EncryptionAlgorithm.AES_GCM_12_192),
                    Map.entry("aes256gcm12", EncryptionAlgorithm.AES_GCM_12_256),
                    Map.entry("aes128gcm16", EncryptionAlgorithm.AES_GCM_16_128),
                    Map.entry("aes192gcm16", EncryptionAlgorithm.AES_GCM_16_192),
                    Map.entry("aes256gcm16", EncryptionAlgorithm.AES_GCM_16_256),
                    Map.entry("chacha20poly1305", EncryptionAlgorithm.CHACHA20_POLY1305));

    private static final Map<String, IntegrityAlgorithm> INTEGRITY =
            Map.of(
                    "sha1", IntegrityAlgorithm.HMAC_SHA1_96,
                    "sha256", IntegrityAlgorithm.HMAC_SHA2_256_128,
                    "sha384", IntegrityAlgorithm.HMAC_SHA2_384_192,
                    "sha512", IntegrityAlgorithm.HMAC_SHA2_512_256);

    private static final Map<String, PrfAlgorithm> PRF =
            Map.of(
                    "prfsha1", PrfAlgorithm.HMAC_SHA1,
                    "prfsha256", PrfAlgorithm.HMAC_SHA2_256,
                    "prfsha384", PrfAlgorithm.HMAC_SHA2_384,
                    "prfsha512", PrfAlgorithm.HMAC_SHA2_512);

    private static final Map<String, KeyExchangeGroup> GROUPS =
            Map.of(
                    "modp2048", KeyExchangeGroup.MODP_2048,
                    "modp3072", KeyExchangeGroup.MODP_3072,
                    "modp4096", KeyExchangeGroup.MODP_4096,
                    "ecp256", KeyExchangeGroup.ECP_256,
                    "ecp384", KeyExchangeGroup.ECP_384,
                    "ecp521", KeyExchangeGroup.ECP_521,
                    "x25519", KeyExchangeGroup.CURVE25519,
                    "curve25519", KeyExchangeGroup.CURVE25519);

    private ProposalText() {}

    /** An IKE proposal without SPI; a PRF not named follows the integrity algorithm. */
    public static Proposal ike(int number, String text) {
        List<Transform> transforms = transforms(text);
        if (transforms.stream().noneMatch(t -> t.type() == TransformType.PRF)) {
            for (String word : words(text)) {
                PrfAlgorithm prf = PRF.get("prf" + word);
                if (prf != null) {
                    transforms.add(prf.transform());
                }
            }
        }
        return new Proposal(number, ProtocolId.IKE, Octets.EMPTY, transforms);
    }

    /** An ESP proposal without SPI; {@code esn} asks for extended sequence numbers. */
    public static Proposal esp(int number, String text) {
        List<Transform> transforms = transforms(text);
        if (transforms.stream().noneMatch(t -> t.type() == TransformType.ESN)) {
            transforms.add(Transform.of(TransformType.ESN, TransformType.ESN_NO));
        }
        return new Proposal(number, ProtocolId.ESP, Octets.EMPTY, transforms);
    }

    private static List<Transform> transforms(String text) {
        List<Transform> transforms = new ArrayList<>();
        for (String word : words(text)) {
            transforms.add(transform(word, text));
        }
        return transforms;
    }

    private static String[] words(String text) {
        return text.toLowerCase(Locale.ROOT).split("-");
    }

    private static Transform transform(String word, String text) {
        if (ENCRYPTION.get(word) instanceof EncryptionAlgorithm e) {
            return e.transform();
        }
        if (INTEGRITY.get(word) instanceof IntegrityAlgorithm i) {
            return i.transform();
        }
        if (PRF.get(word) instanceof PrfAlgorithm p) {
            return p.transform();
        }
        if (GROUPS.get(word) instanceof KeyExchangeGroup g) {
            return g.transform();
        }
        return switch (word) {
            case "esn" -> Transform.of(TransformType.ESN, TransformType.ESN_YES);
            case "noesn" -> Transform.of(TransformType.ESN, TransformType.ESN_NO);
            default ->
                    throw new IllegalArgumentException(
                            "proposal " + text + ": no algorithm is called " + word);
        };
    }
}
