package io.flexaaa.protocol.wire;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** Key material: never printed, compared in constant time, wiped on close. */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private volatile boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret copyOf(byte[] source) {
        return new Secret(source.clone());
    }

    /** Takes the array over without a copy: the caller must not touch it again. */
    public static Secret wrap(byte[] owned) {
        return new Secret(owned);
    }

    public static Secret ofUtf8(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    /** A fresh copy, which the caller should wipe when done. */
    public byte[] reveal() {
        if (wiped) throw new IllegalStateException("the secret was wiped");
        return bytes.clone();
    }

    public String revealUtf8() {
        if (wiped) throw new IllegalStateException("the secret was wiped");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public boolean matches(Secret other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        wiped = true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && matches(that);
    }

    /** Says nothing about the content, so that it may be used where hash codes are printed. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "[" + bytes.length + " octets]";
    }
}
