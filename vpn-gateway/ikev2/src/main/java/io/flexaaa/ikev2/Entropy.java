package io.flexaaa.ikev2;

/**
 * Where the engine gets its SPIs, nonces, IVs and timer jitter; a seeded one makes a run repeat.
 */
@FunctionalInterface
public interface Entropy {
    /** Fills all of {@code target} with octets an attacker cannot predict. */
    void fill(byte[] target);

    /** A fresh array of {@code length} random octets. */
    default byte[] bytes(int length) {
        byte[] out = new byte[length];
        fill(out);
        return out;
    }

    /** Sixty-four random bits. */
    default long nextLong() {
        long value = 0;
        for (byte b : bytes(8)) {
            value = value << 8 | (b & 0xff);
        }
        return value;
    }
}
