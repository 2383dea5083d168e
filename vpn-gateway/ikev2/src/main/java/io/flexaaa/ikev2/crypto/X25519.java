package io.flexaaa.ikev2.crypto;

import java.util.Arrays;

/**
 * The function X25519 of RFC 7748 §5, in constant time. The JDK has it too, at 2.4 times the CPU,
 * which would be over half the cost of a login; {@code X25519Test} holds the two against each
 * other.
 */
final class X25519 {
    static final int OCTETS = 32;

    /** (486662 - 2) / 4. */
    private static final long A24 = 121_665;

    private static final byte[] BASE_POINT = basePoint();

    private X25519() {}

    private static byte[] basePoint() {
        byte[] nine = new byte[OCTETS];
        nine[0] = 9;
        return nine;
    }

    /** The public value of a scalar. */
    static byte[] publicValue(byte[] scalar) {
        return multiply(scalar, BASE_POINT);
    }

    /** The u-coordinate of scalar times point; all zero for a point of small order. */
    static byte[] multiply(byte[] scalar, byte[] point) {
        byte[] k = scalar.clone();
        k[0] &= (byte) 248;
        k[31] &= 127;
        k[31] |= 64;
        long[] x1 = Field25519.decode(point);
        long[] x2 = {1, 0, 0, 0, 0};
        long[] z2 = new long[Field25519.LIMBS];
        long[] x3 = x1.clone();
        long[] z3 = {1, 0, 0, 0, 0};
        long[] t0 = new long[Field25519.LIMBS];
        long[] t1 = new long[Field25519.LIMBS];
        long[] t2 = new long[Field25519.LIMBS];
        long[] t3 = new long[Field25519.LIMBS];
        long swap = 0;
        for (int t = 254; t >= 0; t--) {
            long bit = k[t >> 3] >> (t & 7) & 1;
            swap ^= bit;
            Field25519.swapIf(swap, x2, x3);
            Field25519.swapIf(swap, z2, z3);
            swap = bit;
            step(x1, x2, z2, x3, z3, t0, t1, t2, t3);
        }
        Field25519.swapIf(swap, x2, x3);
        Field25519.swapIf(swap, z2, z3);
        Field25519.invert(t0, z2);
        Field25519.multiply(t1, x2, t0);
        Arrays.fill(k, (byte) 0);
        return Field25519.encode(t1);
    }

    /** One rung of the Montgomery ladder, in the letters of RFC 7748 §5. */
    private static void step(
            long[] x1,
            long[] x2,
            long[] z2,
            long[] x3,
            long[] z3,
            long[] a,
            long[] b,
            long[] c,
            long[] d) {
        Field25519.add(a, x2, z2);
        Field25519.subtract(b, x2, z2);
        Field25519.add(c, x3, z3);
        Field25519.subtract(d, x3, z3);
        Field25519.multiply(d, d, a); // DA
        Field25519.multiply(c, c, b); // CB
        Field25519.square(a, a); // AA
        Field25519.square(b, b); // BB
        Field25519.add(x3, d, c);
        Field25519.square(x3, x3);
        Field25519.subtract(z3, d, c);
        Field25519.square(z3, z3);
        Field25519.multiply(z3, z3, x1);
        Field25519.multiply(x2, a, b);
        Field25519.subtract(b, a, b); // E
        Field25519.scale(c, b, A24);
        Field25519.add(c, c, a);
        Field25519.multiply(z2, b, c);
    }
}
