package io.flexaaa.protocol.wire;

import java.util.Arrays;

/** Reads big-endian fields; every read past the end is a {@link DecodeException}. */
public final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    public WireReader(Octets octets) {
        this(octets.unsafeArray(), 0, octets.length());
    }

    /** Reads {@code length} octets of an array that must not change meanwhile. */
    public WireReader(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + bytes.length);
        }
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    public int remaining() {
        return end - at;
    }

    public boolean isEmpty() {
        return at == end;
    }

    /** Index in the underlying array of the next octet. */
    public int position() {
        return at;
    }

    public int u8() throws DecodeException {
        need(1);
        return bytes[at++] & 0xff;
    }

    public int u16() throws DecodeException {
        need(2);
        int value = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        at += 2;
        return value;
    }

    public int u24() throws DecodeException {
        need(3);
        return u8() << 16 | u16();
    }

    public long u32() throws DecodeException {
        need(4);
        return (long) u16() << 16 | u16();
    }

    public long u64() throws DecodeException {
        need(8);
        return u32() << 32 | u32();
    }

    public Octets octets(int length) throws DecodeException {
        return Octets.wrap(bytes(length));
    }

    public byte[] bytes(int length) throws DecodeException {
        need(length);
        byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    /** A reader over the next {@code length} octets, which this reader skips. */
    public WireReader sub(int length) throws DecodeException {
        need(length);
        WireReader sub = new WireReader(bytes, at, length);
        at += length;
        return sub;
    }

    public void skip(int length) throws DecodeException {
        need(length);
        at += length;
    }

    public Octets rest() {
        Octets rest = Octets.copyOf(bytes, at, end - at);
        at = end;
        return rest;
    }

    public void expectEnd(String what) throws DecodeException {
        if (at != end) throw new DecodeException(what, (end - at) + " octets too many");
    }

    private void need(int length) throws DecodeException {
        if (length < 0 || length > end - at) {
            throw new DecodeException(
                    "truncated", "needs " + length + " octets, has " + (end - at));
        }
    }
}
