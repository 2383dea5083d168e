package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.Secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * MD5 and HMAC-MD5 as RADIUS uses them. One digest per thread: looking the algorithm up costs more
 * than hashing a packet.
 */
final class RadiusHash {
    private static final int BLOCK = 64;
    private static final ThreadLocal<MessageDigest> MD5 =
            ThreadLocal.withInitial(RadiusHash::create);

    private RadiusHash() {}

    /** A digest in its initial state, for this thread only and until the next call. */
    static MessageDigest md5() {
        MessageDigest md5 = MD5.get();
        md5.reset();
        return md5;
    }

    /** RFC 2104 over the whole array. */
    static byte[] hmacMd5(Secret secret, byte[] message, int length) {
        byte[] key = secret.reveal();
        MessageDigest md5 = md5();
        if (key.length > BLOCK) key = md5.digest(key);
        byte[] pad = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) pad[i] = (byte) ((i < key.length ? key[i] : 0) ^ 0x36);
        md5.update(pad);
        md5.update(message, 0, length);
        byte[] inner = md5.digest();
        for (int i = 0; i < BLOCK; i++) pad[i] ^= (byte) (0x36 ^ 0x5c);
        md5.update(pad);
        byte[] mac = md5.digest(inner);
        Arrays.fill(pad, (byte) 0);
        Arrays.fill(key, (byte) 0);
        return mac;
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5, which RADIUS is made of", e);
        }
    }
}
