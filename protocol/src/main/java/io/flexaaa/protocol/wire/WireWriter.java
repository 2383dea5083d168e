package io.flexaaa.protocol.wire;

import java.util.Arrays;

/** Writes big-endian fields into a growing buffer. */
public final class WireWriter {
    private byte[] bytes;
    private int size;

    public WireWriter() {
        this(256);
    }

    public WireWriter(int expectedSize) {
        bytes = new byte[Math.max(16, expectedSize)];
    }

    public int size() {
        return size;
    }

    public WireWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireWriter u16(int value) {
        room(2);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
        return this;
    }

    public WireWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public WireWriter u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    public WireWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    public WireWriter octets(Octets octets) {
        return bytes(octets.unsafeArray());
    }

    public WireWriter bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    public WireWriter bytes(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    public WireWriter zeros(int count) {
        room(count);
        size += count;
        return this;
    }

    /** Reserves two octets and answers where, for {@link #patch16} once the length is known. */
    public int mark16() {
        int at = size;
        u16(0);
        return at;
    }

    public void patch8(int at, int value) {
        written(at, 1);
        bytes[at] = (byte) value;
    }

    public void patch16(int at, int value) {
        written(at, 2);
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    public void patch32(int at, long value) {
        patch16(at, (int) (value >>> 16));
        patch16(at + 2, (int) value);
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    public Octets toOctets() {
        return Octets.wrap(toArray());
    }

    private void written(int at, int length) {
        if (at < 0 || at + length > size) throw new IndexOutOfBoundsException(at + " of " + size);
    }

    private void room(int more) {
        if (bytes.length - size >= more) return;
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
}
