package io.flexaaa.protocol.wire;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of octets with value equality: what a record holds instead of a byte array. */
public final class Octets {
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** One octet for each argument; each must lie in 0..255. */
    public static Octets of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if ((values[i] & ~0xff) != 0) {
                throw new IllegalArgumentException("octet " + i + " is " + values[i]);
            }
            bytes[i] = (byte) values[i];
        }
        return wrap(bytes);
    }

    /** Takes the array over without a copy: the caller must not touch it again. */
    public static Octets wrap(byte[] owned) {
        return owned.length == 0 ? EMPTY : new Octets(owned);
    }

    public static Octets copyOf(byte[] source) {
        return wrap(source.clone());
    }

    public static Octets copyOf(byte[] source, int offset, int length) {
        return wrap(Arrays.copyOfRange(source, offset, offset + length));
    }

    /** Hex digits; blanks and colons between octets are allowed. */
    public static Octets ofHex(String hex) {
        return wrap(HexFormat.of().parseHex(hex.replaceAll("[\\s:]", "")));
    }

    public static Octets ofUtf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public int u8(int index) {
        return bytes[index] & 0xff;
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    /** Octets {@code from} (inclusive) to {@code to} (exclusive). */
    public Octets slice(int from, int to) {
        if (from == 0 && to == bytes.length) return this;
        if (from < 0 || to > bytes.length || from > to) {
            throw new IndexOutOfBoundsException(from + ".." + to + " of " + bytes.length);
        }
        return wrap(Arrays.copyOfRange(bytes, from, to));
    }

    public Octets plus(Octets more) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + more.bytes.length);
        System.arraycopy(more.bytes, 0, both, bytes.length, more.bytes.length);
        return wrap(both);
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Compares without revealing where the first difference is. */
    public boolean contentEquals(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The octets read as UTF-8; a malformed sequence becomes U+FFFD. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The array itself, for codecs of this package only. */
    byte[] unsafeArray() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
