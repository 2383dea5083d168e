package io.flexaaa.server.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Session and API tokens: 256 random bits, of which the database keeps the SHA-256. A guess is
 * hopeless, so the hash need not be slow.
 */
final class RandomTokens {
    /** Makes our tokens recognisable to secret scanners. */
    static final String API_PREFIX = "flexaaa_";

    private static final SecureRandom RANDOM = new SecureRandom();
    // No characters that are easily mistaken for each other, nor any a shell or a URL would mind.
    private static final String READABLE =
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private RandomTokens() {}

    static String next() {
        byte[] octets = new byte[32];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static String password(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
            text.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
        return text.toString();
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", e);
        }
    }
}
