package io.flexaaa.ikev2.crypto;

import java.math.BigInteger;

/** Non-negative integers as big-endian octets of a fixed length. */
final class Unsigned {
    private Unsigned() {}

    static byte[] fixed(BigInteger value, int octets) {
        byte[] raw = value.toByteArray();
        byte[] out = new byte[octets];
        int sign = raw.length > octets ? raw.length - octets : 0;
        System.arraycopy(raw, sign, out, octets - (raw.length - sign), raw.length - sign);
        return out;
    }
}
