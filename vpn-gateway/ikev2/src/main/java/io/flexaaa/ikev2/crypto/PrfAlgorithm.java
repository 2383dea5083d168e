package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;

import org.jspecify.annotations.Nullable;

/**
 * PRF transforms (RFC 2104 over RFC 4868). Weak ones are known so that a switch elsewhere can allow
 * them.
 */
public enum PrfAlgorithm {
    HMAC_SHA1(2, 20, "HmacSHA1", true),
    HMAC_SHA2_256(5, 32, "HmacSHA256", false),
    HMAC_SHA2_384(6, 48, "HmacSHA384", false),
    HMAC_SHA2_512(7, 64, "HmacSHA512", false);

    private final int transformId;
    private final int outputOctets;
    private final String jcaName;
    private final boolean weak;

    PrfAlgorithm(int transformId, int outputOctets, String jcaName, boolean weak) {
        this.transformId = transformId;
        this.outputOctets = outputOctets;
        this.jcaName = jcaName;
        this.weak = weak;
    }

    public int transformId() {
        return transformId;
    }

    /** Also the preferred key length (RFC 7296 §2.13, RFC 4868 §2.1.1). */
    public int outputOctets() {
        return outputOctets;
    }

    String jcaName() {
        return jcaName;
    }

    public boolean weak() {
        return weak;
    }

    public Transform transform() {
        return Transform.of(TransformType.PRF, transformId);
    }

    /** Null when we cannot run this transform. */
    public static @Nullable PrfAlgorithm of(Transform t) {
        if (t.type() != TransformType.PRF
                || t.keyLengthBits() != 0
                || !t.otherAttributes().isEmpty()) {
            return null;
        }
        for (PrfAlgorithm a : values()) {
            if (a.transformId == t.id()) {
                return a;
            }
        }
        return null;
    }
}
