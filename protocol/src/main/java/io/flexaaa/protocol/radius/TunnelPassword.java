package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.util.Arrays;

/**
 * Tunnel-Password (RFC 2868 §3.5): tag, salt, and the password behind a length octet, padded and
 * encrypted.
 */
public final class TunnelPassword {
    /** What is left of 253 octets after tag, salt and length, whole blocks only. */
    public static final int MAX_PASSWORD_OCTETS = 239;

    private TunnelPassword() {}

    /**
     * @param tag 0x01..0x1F, or 0 for none
     * @param salt 16 bits, unique among the salted attributes of one packet; its top bit is set
     *     here
     */
    public static Octets encrypt(
            int tag, int salt, byte[] password, Secret secret, Octets requestAuthenticator) {
        if (password.length > MAX_PASSWORD_OCTETS) {
            throw new IllegalArgumentException(
                    "the key has " + password.length + " octets, at most 239 fit");
        }
        int blocks = (1 + password.length + 15) / 16;
        byte[] out = new byte[3 + 16 * blocks];
        out[0] = (byte) tag;
        out[1] = (byte) (salt >>> 8 | 0x80);
        out[2] = (byte) salt;
        out[3] = (byte) password.length;
        System.arraycopy(password, 0, out, 4, password.length);
        PapHiding.crypt(out, 3, secret, iv(requestAuthenticator, out), true);
        return Octets.wrap(out);
    }

    public static byte[] decrypt(Octets value, Secret secret, Octets requestAuthenticator)
            throws DecodeException {
        int length = value.length();
        if (length < 19 || (length - 3) % 16 != 0) {
            throw new DecodeException("Tunnel-Password", "length " + length);
        }
        byte[] data = value.toArray();
        PapHiding.crypt(data, 3, secret, iv(requestAuthenticator, data), false);
        int size = data[3] & 0xff;
        if (size > length - 4) {
            throw new DecodeException(
                    "Tunnel-Password", "inner length " + size + ": wrong secret?");
        }
        return Arrays.copyOfRange(data, 4, 4 + size);
    }

    private static byte[] iv(Octets requestAuthenticator, byte[] value) {
        byte[] iv = Arrays.copyOf(requestAuthenticator.toArray(), 18);
        iv[16] = value[1];
        iv[17] = value[2];
        return iv;
    }
}
