package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.security.MessageDigest;
import java.util.Arrays;

/** User-Password hiding (RFC 2865 §5.2). */
public final class PapHiding {
    private static final int MAX = 128;

    private PapHiding() {}

    /** Pads with zeros to a multiple of 16 and hides; at most 128 octets. */
    public static byte[] hide(byte[] password, Secret secret, Octets requestAuthenticator) {
        if (password.length > MAX) {
            throw new IllegalArgumentException(
                    "the password has " + password.length + " octets, at most 128 fit");
        }
        int padded = Math.max(16, (password.length + 15) / 16 * 16);
        byte[] out = Arrays.copyOf(password, padded);
        crypt(out, 0, secret, requestAuthenticator.toArray(), true);
        return out;
    }

    /** The password without its zero padding. */
    public static byte[] reveal(Octets hidden, Secret secret, Octets requestAuthenticator)
            throws DecodeException {
        int length = hidden.length();
        if (length < 16 || length > MAX || length % 16 != 0) {
            throw new DecodeException("User-Password", "length " + length);
        }
        byte[] out = hidden.toArray();
        crypt(out, 0, secret, requestAuthenticator.toArray(), false);
        int end = out.length;
        while (end > 0 && out[end - 1] == 0) end--;
        return Arrays.copyOf(out, end);
    }

    /**
     * The chain both this and Tunnel-Password use: each block is XORed with MD5(secret, previous
     * cipher block), the first with MD5(secret, iv).
     */
    static void crypt(byte[] data, int from, Secret secret, byte[] iv, boolean encrypt) {
        byte[] key = secret.reveal();
        byte[] previous = iv;
        for (int at = from; at < data.length; at += 16) {
            MessageDigest md5 = RadiusHash.md5();
            md5.update(key);
            byte[] mask = md5.digest(previous);
            byte[] cipher = encrypt ? null : Arrays.copyOfRange(data, at, at + 16);
            for (int i = 0; i < 16; i++) data[at + i] ^= mask[i];
            previous = cipher != null ? cipher : Arrays.copyOfRange(data, at, at + 16);
        }
        Arrays.fill(key, (byte) 0);
    }
}
