package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;

import org.jspecify.annotations.Nullable;

/** INTEG transforms (RFC 2404, RFC 4868). */
public enum IntegrityAlgorithm {
    HMAC_SHA1_96(2, 20, 12, "HmacSHA1", true),
    HMAC_SHA2_256_128(12, 32, 16, "HmacSHA256", false),
    HMAC_SHA2_384_192(13, 48, 24, "HmacSHA384", false),
    HMAC_SHA2_512_256(14, 64, 32, "HmacSHA512", false);

    private final int transformId;
    private final int keyOctets;
    private final int icvOctets;
    private final String jcaName;
    private final boolean weak;

    IntegrityAlgorithm(
            int transformId, int keyOctets, int icvOctets, String jcaName, boolean weak) {
        this.transformId = transformId;
        this.keyOctets = keyOctets;
        this.icvOctets = icvOctets;
        this.jcaName = jcaName;
        this.weak = weak;
    }

    public int transformId() {
        return transformId;
    }

    public int keyOctets() {
        return keyOctets;
    }

    public int icvOctets() {
        return icvOctets;
    }

    String jcaName() {
        return jcaName;
    }

    public boolean weak() {
        return weak;
    }

    public Transform transform() {
        return Transform.of(TransformType.INTEG, transformId);
    }

    /** Null when we cannot run this transform, and for INTEG_NONE. */
    public static @Nullable IntegrityAlgorithm of(Transform t) {
        if (t.type() != TransformType.INTEG
                || t.keyLengthBits() != 0
                || !t.otherAttributes().isEmpty()) {
            return null;
        }
        for (IntegrityAlgorithm a : values()) {
            if (a.transformId == t.id()) {
                return a;
            }
        }
        return null;
    }
}
