package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;

import org.jspecify.annotations.Nullable;

/** ENCR transforms this product can run, one row per key length (RFC 3602, 5282, 7634). */
public enum EncryptionAlgorithm {
    AES_CBC_128(12, 128, 16, 16, 0, false),
    AES_CBC_192(12, 192, 24, 16, 0, false),
    AES_CBC_256(12, 256, 32, 16, 0, false),
    AES_GCM_8_128(18, 128, 20, 8, 8, true),
    AES_GCM_8_192(18, 192, 28, 8, 8, true),
    AES_GCM_8_256(18, 256, 36, 8, 8, true),
    AES_GCM_12_128(19, 128, 20, 8, 12, true),
    AES_GCM_12_192(19, 192, 28, 8, 12, true),
    AES_GCM_12_256(19, 256, 36, 8, 12, true),
    AES_GCM_16_128(20, 128, 20, 8, 16, true),
    AES_GCM_16_192(20, 192, 28, 8, 16, true),
    AES_GCM_16_256(20, 256, 36, 8, 16, true),
    /** RFC 7634 §3: one key length, and the Key Length attribute must not be sent. */
    CHACHA20_POLY1305(28, 0, 36, 8, 16, true);

    private final int transformId;
    private final int keyLengthBits;
    private final int keyOctets;
    private final int ivOctets;
    private final int icvOctets;
    private final boolean aead;

    EncryptionAlgorithm(
            int transformId,
            int keyLengthBits,
            int keyOctets,
            int ivOctets,
            int icvOctets,
            boolean aead) {
        this.transformId = transformId;
        this.keyLengthBits = keyLengthBits;
        this.keyOctets = keyOctets;
        this.ivOctets = ivOctets;
        this.icvOctets = icvOctets;
        this.aead = aead;
    }

    public int transformId() {
        return transformId;
    }

    /** Value of the Key Length attribute; 0 when the attribute is not sent. */
    public int keyLengthBits() {
        return keyLengthBits;
    }

    /** Octets taken from the key stream: for AEAD the key and its 4-octet salt (RFC 5282 §7.1). */
    public int keyOctets() {
        return keyOctets;
    }

    public int saltOctets() {
        return aead ? 4 : 0;
    }

    public int ivOctets() {
        return ivOctets;
    }

    /** 0 for CBC, whose checksum is the integrity algorithm's. */
    public int icvOctets() {
        return icvOctets;
    }

    public boolean aead() {
        return aead;
    }

    public int blockOctets() {
        return aead ? 1 : 16;
    }

    public Transform transform() {
        return Transform.of(TransformType.ENCR, transformId, keyLengthBits);
    }

    /** Null when we cannot run this transform. */
    public static @Nullable EncryptionAlgorithm of(Transform t) {
        if (t.type() != TransformType.ENCR || !t.otherAttributes().isEmpty()) {
            return null;
        }
        for (EncryptionAlgorithm a : values()) {
            if (a.transformId == t.id() && a.keyLengthBits == t.keyLengthBits()) {
                return a;
            }
        }
        return null;
    }
}
