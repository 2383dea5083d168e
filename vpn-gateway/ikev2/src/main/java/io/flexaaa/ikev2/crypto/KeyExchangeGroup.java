package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Transform;
import io.flexaaa.ikev2.message.TransformType;

import org.jspecify.annotations.Nullable;

/** Key exchange (Diffie-Hellman) groups: RFC 3526, 5903, 8031. */
public enum KeyExchangeGroup {
    MODP_2048(14, 256),
    MODP_3072(15, 384),
    MODP_4096(16, 512),
    ECP_256(19, 64),
    ECP_384(20, 96),
    ECP_521(21, 132),
    CURVE25519(31, 32);

    private final int number;
    private final int publicOctets;

    KeyExchangeGroup(int number, int publicOctets) {
        this.number = number;
        this.publicOctets = publicOctets;
    }

    public int number() {
        return number;
    }

    /** Exact length of a KE payload's data for this group. */
    public int publicOctets() {
        return publicOctets;
    }

    /** The implementation; stateless to its users, keeps its JCA instances per thread. */
    public KeyExchangeMethod method() {
        return KeyExchangeMethods.of(this);
    }

    public Transform transform() {
        return Transform.of(TransformType.DH, number);
    }

    /** Null when we cannot run this group. */
    public static @Nullable KeyExchangeGroup of(int number) {
        for (KeyExchangeGroup g : values()) {
            if (g.number == number) {
                return g;
            }
        }
        return null;
    }

    /** Null when we cannot run this transform. */
    public static @Nullable KeyExchangeGroup of(Transform t) {
        boolean plain =
                t.type() == TransformType.DH
                        && t.keyLengthBits() == 0
                        && t.otherAttributes().isEmpty();
        return plain ? of(t.id()) : null;
    }
}
