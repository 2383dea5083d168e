package io.flexaaa.protocol.mschap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** MD4 (RFC 1320), which no JDK has and MS-CHAP cannot do without. Not a hash to rely on. */
final class Md4 {
    private static final int BLOCK = 64;

    private Md4() {}

    static byte[] digest(byte[] message) {
        int padded = (message.length + 8) / BLOCK * BLOCK + BLOCK;
        ByteBuffer in = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        in.put(message).put((byte) 0x80).putLong(padded - 8, message.length * 8L);
        int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
        int[] x = new int[16];
        for (int at = 0; at < padded; at += BLOCK) {
            for (int i = 0; i < 16; i++) x[i] = in.getInt(at + 4 * i);
            block(state, x);
        }
        ByteBuffer out = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) out.putInt(word);
        java.util.Arrays.fill(in.array(), (byte) 0);
        return out.array();
    }

    /**
     * RFC 1320 §3.4: three rounds of sixteen steps, each with its own order of words and shifts.
     */
    private static void block(int[] state, int[] x) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < 48; i++) {
            int step = i & 15;
            int sum =
                    switch (i >> 4) {
                        case 0 -> a + (b & c | ~b & d) + x[step];
                        case 1 -> a + (b & c | b & d | c & d) + x[order2(step)] + 0x5a827999;
                        default -> a + (b ^ c ^ d) + x[order3(step)] + 0x6ed9eba1;
                    };
            int turned = Integer.rotateLeft(sum, SHIFT[i >> 4][i & 3]);
            a = d;
            d = c;
            c = b;
            b = turned;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static final int[][] SHIFT = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};

    /** 0 4 8 12 1 5 ...: the two halves of the number change places. */
    private static int order2(int step) {
        return step >> 2 | (step & 3) << 2;
    }

    /** 0 8 4 12 2 10 ...: the number's four bits in reverse. */
    private static int order3(int step) {
        return Integer.reverse(step) >>> 28;
    }
}
