package io.flexaaa.protocol.otp;

/** Base 32 without padding (RFC 4648 §6), as authenticator apps take secrets. */
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    public static String encode(byte[] octets) {
        StringBuilder text = new StringBuilder((octets.length * 8 + 4) / 5);
        int bits = 0;
        int held = 0;
        for (byte octet : octets) {
            held = held << 8 | octet & 0xff;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(ALPHABET.charAt(held >>> bits - 5 & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) text.append(ALPHABET.charAt(held << 5 - bits & 31));
        return text.toString();
    }
}
