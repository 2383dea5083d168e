package io.flexaaa.protocol.mschap;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** What MS-CHAP versions 1 and 2 share: the password's hash and the DES answer to a challenge. */
public final class MsChap {
    public static final int CHALLENGE_OCTETS = 8;
    public static final int RESPONSE_OCTETS = 24;

    private MsChap() {}

    /** NtPasswordHash (RFC 2759 §8.3): MD4 over the password in UTF-16, low octet first. */
    public static Secret ntPasswordHash(Secret passwordUtf8) {
        byte[] wide = passwordUtf8.revealUtf8().getBytes(StandardCharsets.UTF_16LE);
        try {
            return Secret.wrap(Md4.digest(wide));
        } finally {
            Arrays.fill(wide, (byte) 0);
        }
    }

    /** HashNtPasswordHash (RFC 2759 §8.4). */
    static byte[] hashOfHash(Secret ntPasswordHash) {
        byte[] hash = ntPasswordHash.reveal();
        try {
            return Md4.digest(hash);
        } finally {
            Arrays.fill(hash, (byte) 0);
        }
    }

    /**
     * ChallengeResponse (RFC 2759 §8.5): the challenge under three DES keys cut from the hash. The
     * whole NT response of MS-CHAP version 1 (RFC 2433 §A.5).
     */
    public static Octets challengeResponse(Octets challenge, Secret ntPasswordHash) {
        if (challenge.length() != CHALLENGE_OCTETS) {
            throw new IllegalArgumentException(
                    "the challenge has " + challenge.length() + " octets, not 8");
        }
        byte[] key = Arrays.copyOf(ntPasswordHash.reveal(), 21);
        byte[] out = new byte[RESPONSE_OCTETS];
        byte[] clear = challenge.toArray();
        try {
            Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            for (int i = 0; i < 3; i++) {
                des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(withParity(key, 7 * i), "DES"));
                des.doFinal(clear, 0, 8, out, 8 * i);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("DES is part of every JDK", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return Octets.wrap(out);
    }

    /** 56 bits spread over eight octets; DES ignores the lowest bit of each. */
    private static byte[] withParity(byte[] source, int from) {
        long bits = 0;
        for (int i = 0; i < 7; i++) bits = bits << 8 | source[from + i] & 0xff;
        byte[] key = new byte[8];
        for (int i = 0; i < 8; i++) key[i] = (byte) ((bits >>> (49 - 7 * i) & 0x7f) << 1);
        return key;
    }
}
