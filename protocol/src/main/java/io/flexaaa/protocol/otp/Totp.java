package io.flexaaa.protocol.otp;

import io.flexaaa.protocol.wire.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time codes (RFC 6238) as every authenticator app makes them unless told otherwise:
 * HMAC-SHA-1, six digits, thirty seconds.
 */
public final class Totp {
    public static final int DIGITS = 6;
    public static final int STEP_SECONDS = 30;

    /** RFC 4226 §4 R6: 160 bits are recommended. */
    public static final int SECRET_OCTETS = 20;

    /** No step of the window has this code. */
    public static final long NONE = -1;

    private Totp() {}

    public static long step(long nowMs) {
        return Math.floorDiv(nowMs, STEP_SECONDS * 1_000L);
    }

    /** The code of that step, with leading zeros. */
    public static String code(Secret secret, long step) {
        return code(secret, step, DIGITS);
    }

    static String code(Secret secret, long step, int digits) {
        byte[] key = secret.reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            // RFC 4226 §5.3: the last four bits say where to read.
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fffffff;
            int bound = 1;
            for (int i = 0; i < digits; i++) bound *= 10;
            return String.format(Locale.ROOT, "%0" + digits + "d", number % bound);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-1 is part of every JDK", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * The step that code belongs to, one step before or behind now at most, or {@link #NONE}. Every
     * step is computed and compared in full, whatever the code.
     */
    public static long matching(Secret secret, String code, long nowMs) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        long now = step(nowMs);
        long found = NONE;
        for (long step = now - 1; step <= now + 1; step++) {
            byte[] right = code(secret, step).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(right, given)) found = step;
        }
        return found;
    }

    public static boolean looksLikeCode(String text) {
        return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
