package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Octets;

/** Randomness as an argument: the shell passes the system's generator, a test a seeded one. */
@FunctionalInterface
public interface Entropy {
    void fill(byte[] target);

    default byte[] bytes(int count) {
        byte[] b = new byte[count];
        fill(b);
        return b;
    }

    default Octets octets(int count) {
        return Octets.wrap(bytes(count));
    }

    /** An ESP SPI: RFC 4303 §2.1 reserves 0 to 255. */
    default Octets espSpi() {
        while (true) {
            byte[] b = bytes(4);
            if ((b[0] | b[1] | b[2]) != 0) {
                return Octets.wrap(b);
            }
        }
    }

    /** An IKE SPI: RFC 7296 §3.1 says it must not be zero. */
    default long nonZeroLong() {
        while (true) {
            byte[] b = bytes(8);
            long value = 0;
            for (byte octet : b) {
                value = value << 8 | octet & 0xff;
            }
            if (value != 0) {
                return value;
            }
        }
    }
}
