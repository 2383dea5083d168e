package io.flexaaa.server.secrets;

import io.flexaaa.protocol.wire.Secret;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password's Argon2id hash (RFC 9106) in its usual text form. Costs some ten milliseconds and 19
 * MiB each time it is compared: never do that on a thread that answers RADIUS.
 */
public record Argon2Hash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {

    /** 19 MiB, two passes, one lane: the least that current guidance accepts. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int OCTETS = 32;

    /** What a stored hash may cost: a row from elsewhere must not take the machine's memory. */
    private static final int MOST_KIB = 1 << 18;

    private static final Pattern TEXT =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,3}),p=(\\d{1,3})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    public static Argon2Hash of(Secret password, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return new Argon2Hash(
                MEMORY_KIB,
                PASSES,
                LANES,
                salt,
                compute(password, MEMORY_KIB, PASSES, LANES, salt, OCTETS));
    }

    /** The hash that text writes, or null when it is none. */
    public static @Nullable Argon2Hash parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) return null;
        int memory = Integer.parseInt(m.group(1));
        int passes = Integer.parseInt(m.group(2));
        int lanes = Integer.parseInt(m.group(3));
        if (lanes < 1 || memory < 8 * lanes || memory > MOST_KIB || passes < 1) return null;
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return new Argon2Hash(
                    memory, passes, lanes, base64.decode(m.group(4)), base64.decode(m.group(5)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    public boolean matches(Secret password) {
        byte[] tried = compute(password, memoryKib, passes, lanes, salt, hash.length);
        try {
            return MessageDigest.isEqual(hash, tried);
        } finally {
            Arrays.fill(tried, (byte) 0);
        }
    }

    /** {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash} */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m="
                + memoryKib
                + ",t="
                + passes
                + ",p="
                + lanes
                + "$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    private static byte[] compute(
            Secret password, int memoryKib, int passes, int lanes, byte[] salt, int octets) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] clear = password.reveal();
        byte[] out = new byte[octets];
        try {
            generator.generateBytes(clear, out);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
        return out;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Argon2Hash that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    @Override
    public String toString() {
        return "Argon2Hash[hidden]";
    }
}
