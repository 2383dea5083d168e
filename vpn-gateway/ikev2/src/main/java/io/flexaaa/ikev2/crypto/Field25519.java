package io.flexaaa.ikev2.crypto;

/**
 * Arithmetic modulo p = 2^255 - 19 on five limbs of 51 bits. Every operation does the same work
 * whatever the values are: no branch and no array index depends on them.
 *
 * <p>Limbs may exceed 51 bits between operations. "Carried" limbs are below 2^51 + 2^16, as every
 * product leaves them; one addition or one subtraction of carried values stays below 2^54, which a
 * product accepts.
 *
 * <p>A limb product is cut at bit 51 without a 128-bit type: its low half is {@code a * b} masked,
 * its high half comes from {@link Math#multiplyHigh}, an instruction on every machine we run on,
 * after shifting the operands by 6 + 7 = 64 - 51 bits.
 */
final class Field25519 {
    static final int LIMBS = 5;
    private static final int BITS = 51;
    private static final long MASK = (1L << BITS) - 1;

    /** 4p, added before a subtraction so that no limb goes negative. */
    private static final long FOUR_P_0 = 4 * (MASK - 18);

    private static final long FOUR_P_I = 4 * MASK;

    private Field25519() {}

    private static long high(long a, long b) {
        return Math.multiplyHigh(a << 6, b << 7);
    }

    private static long low(long a, long b) {
        return a * b & MASK;
    }

    static void add(long[] out, long[] a, long[] b) {
        for (int i = 0; i < LIMBS; i++) {
            out[i] = a[i] + b[i];
        }
    }

    /** {@code b} must be carried. */
    static void subtract(long[] out, long[] a, long[] b) {
        out[0] = a[0] + FOUR_P_0 - b[0];
        for (int i = 1; i < LIMBS; i++) {
            out[i] = a[i] + FOUR_P_I - b[i];
        }
    }

    static void multiply(long[] out, long[] a, long[] b) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long b0 = b[0];
        long b1 = b[1];
        long b2 = b[2];
        long b3 = b[3];
        long b4 = b[4];
        long c0 = low(a0, b0);
        long c1 = high(a0, b0) + low(a0, b1) + low(a1, b0);
        long c2 = high(a0, b1) + high(a1, b0) + low(a0, b2) + low(a1, b1) + low(a2, b0);
        long c3 =
                high(a0, b2)
                        + high(a1, b1)
                        + high(a2, b0)
                        + low(a0, b3)
                        + low(a1, b2)
                        + low(a2, b1)
                        + low(a3, b0);
        long c4 =
                high(a0, b3)
                        + high(a1, b2)
                        + high(a2, b1)
                        + high(a3, b0)
                        + low(a0, b4)
                        + low(a1, b3)
                        + low(a2, b2)
                        + low(a3, b1)
                        + low(a4, b0);
        long c5 =
                high(a0, b4)
                        + high(a1, b3)
                        + high(a2, b2)
                        + high(a3, b1)
                        + high(a4, b0)
                        + low(a1, b4)
                        + low(a2, b3)
                        + low(a3, b2)
                        + low(a4, b1);
        long c6 =
                high(a1, b4)
                        + high(a2, b3)
                        + high(a3, b2)
                        + high(a4, b1)
                        + low(a2, b4)
                        + low(a3, b3)
                        + low(a4, b2);
        long c7 = high(a2, b4) + high(a3, b3) + high(a4, b2) + low(a3, b4) + low(a4, b3);
        long c8 = high(a3, b4) + high(a4, b3) + low(a4, b4);
        long c9 = high(a4, b4);
        fold(out, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9);
    }

    static void square(long[] out, long[] a) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long d0 = 2 * a0;
        long d1 = 2 * a1;
        long d2 = 2 * a2;
        long d3 = 2 * a3;
        long c0 = low(a0, a0);
        long c1 = high(a0, a0) + low(d0, a1);
        long c2 = high(d0, a1) + low(d0, a2) + low(a1, a1);
        long c3 = high(d0, a2) + high(a1, a1) + low(d0, a3) + low(d1, a2);
        long c4 = high(d0, a3) + high(d1, a2) + low(d0, a4) + low(d1, a3) + low(a2, a2);
        long c5 = high(d0, a4) + high(d1, a3) + high(a2, a2) + low(d1, a4) + low(d2, a3);
        long c6 = high(d1, a4) + high(d2, a3) + low(d2, a4) + low(a3, a3);
        long c7 = high(d2, a4) + high(a3, a3) + low(d3, a4);
        long c8 = high(d3, a4) + low(a4, a4);
        long c9 = high(a4, a4);
        fold(out, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9);
    }

    /**
     * 2^255 = 19 modulo p, so the upper five columns come back nineteenfold; then one carry round.
     */
    private static void fold(
            long[] out,
            long c0,
            long c1,
            long c2,
            long c3,
            long c4,
            long c5,
            long c6,
            long c7,
            long c8,
            long c9) {
        long r0 = c0 + 19 * c5;
        long r1 = c1 + 19 * c6 + (r0 >>> BITS);
        long r2 = c2 + 19 * c7 + (r1 >>> BITS);
        long r3 = c3 + 19 * c8 + (r2 >>> BITS);
        long r4 = c4 + 19 * c9 + (r3 >>> BITS);
        out[0] = (r0 & MASK) + 19 * (r4 >>> BITS);
        out[1] = r1 & MASK;
        out[2] = r2 & MASK;
        out[3] = r3 & MASK;
        out[4] = r4 & MASK;
    }

    /** Times a constant below 2^20. */
    static void scale(long[] out, long[] a, long factor) {
        long h4 = high(a[4], factor);
        for (int i = LIMBS - 1; i > 0; i--) {
            out[i] = low(a[i], factor) + high(a[i - 1], factor);
        }
        out[0] = low(a[0], factor) + 19 * h4;
    }

    /**
     * Exchanges {@code a} and {@code b} when {@code bit} is 1, and does the same work when it is 0.
     */
    static void swapIf(long bit, long[] a, long[] b) {
        long mask = -bit;
        for (int i = 0; i < LIMBS; i++) {
            long difference = mask & (a[i] ^ b[i]);
            a[i] ^= difference;
            b[i] ^= difference;
        }
    }

    /** z^(p-2) = 1/z (Fermat), by the usual chain for 2^255 - 21; 1/0 is 0. */
    static void invert(long[] out, long[] z) {
        long[] z2 = new long[LIMBS];
        long[] z9 = new long[LIMBS];
        long[] z11 = new long[LIMBS];
        long[] t = new long[LIMBS];
        long[] e5 = new long[LIMBS];
        long[] e10 = new long[LIMBS];
        long[] e50 = new long[LIMBS];
        square(z2, z);
        squares(t, z2, 2);
        multiply(z9, t, z);
        multiply(z11, z9, z2);
        square(t, z11);
        multiply(e5, t, z9); // 2^5 - 1
        squares(t, e5, 5);
        multiply(e10, t, e5); // 2^10 - 1
        squares(t, e10, 10);
        multiply(t, t, e10); // 2^20 - 1
        long[] e20 = t.clone();
        squares(t, e20, 20);
        multiply(t, t, e20); // 2^40 - 1
        squares(t, t, 10);
        multiply(e50, t, e10); // 2^50 - 1
        squares(t, e50, 50);
        multiply(t, t, e50); // 2^100 - 1
        long[] e100 = t.clone();
        squares(t, e100, 100);
        multiply(t, t, e100); // 2^200 - 1
        squares(t, t, 50);
        multiply(t, t, e50); // 2^250 - 1
        squares(t, t, 5);
        multiply(out, t, z11); // 2^255 - 21
    }

    private static void squares(long[] out, long[] a, int times) {
        square(out, a);
        for (int i = 1; i < times; i++) {
            square(out, out);
        }
    }

    /** Reads 32 octets, little-endian; RFC 7748 §5 ignores the top bit. */
    static long[] decode(byte[] octets) {
        long w0 = little(octets, 0);
        long w1 = little(octets, 8);
        long w2 = little(octets, 16);
        long w3 = little(octets, 24);
        return new long[] {
            w0 & MASK,
            (w0 >>> 51 | w1 << 13) & MASK,
            (w1 >>> 38 | w2 << 26) & MASK,
            (w2 >>> 25 | w3 << 39) & MASK,
            w3 >>> 12 & MASK
        };
    }

    /** The one representative below p, as 32 octets. */
    static byte[] encode(long[] a) {
        long[] r = a.clone();
        carry(r);
        carry(r);
        // Now 0 <= r < 2^255; r + 19 reaches 2^255 exactly when r >= p.
        long q = r[0] + 19 >>> BITS;
        for (int i = 1; i < LIMBS; i++) {
            q = r[i] + q >>> BITS;
        }
        r[0] += 19 * q;
        for (int i = 0; i < LIMBS - 1; i++) {
            r[i + 1] += r[i] >>> BITS;
            r[i] &= MASK;
        }
        r[4] &= MASK;
        byte[] octets = new byte[32];
        putLittle(octets, 0, r[0] | r[1] << 51);
        putLittle(octets, 8, r[1] >>> 13 | r[2] << 38);
        putLittle(octets, 16, r[2] >>> 26 | r[3] << 25);
        putLittle(octets, 24, r[3] >>> 39 | r[4] << 12);
        return octets;
    }

    private static void carry(long[] r) {
        for (int i = 0; i < LIMBS - 1; i++) {
            r[i + 1] += r[i] >>> BITS;
            r[i] &= MASK;
        }
        r[0] += 19 * (r[4] >>> BITS);
        r[4] &= MASK;
    }

    private static long little(byte[] b, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | b[at + i] & 0xff;
        }
        return value;
    }

    private static void putLittle(byte[] b, int at, long value) {
        for (int i = 0; i < 8; i++) {
            b[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
