package io.flexaaa.linux;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One message of a dump, its family header readable by offset and its attributes by type. */
final class NetlinkReply {
    private static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer in;
    private final int start;
    private final Map<Integer, ByteBuffer> attributes = new HashMap<>();

    /** {@code start} is where the family header begins, {@code end} where the message does. */
    NetlinkReply(ByteBuffer in, int start, int end, int familyHeaderOctets) {
        this.in = in;
        this.start = start;
        read(start + familyHeaderOctets, end);
    }

    private void read(int from, int end) {
        for (int at = from; at + 4 <= end; ) {
            int length = in.getShort(at) & 0xffff;
            if (length < 4 || at + length > end) {
                return;
            }
            ByteBuffer value = in.slice(at + 4, length - 4).order(in.order());
            attributes.put(in.getShort(at + 2) & TYPE_MASK, value);
            at += (length + 3) & ~3;
        }
    }

    int u8(int offset) {
        return in.get(start + offset) & 0xff;
    }

    int i32(int offset) {
        return in.getInt(start + offset);
    }

    int i32Attribute(int type, int otherwise) {
        ByteBuffer value = attributes.get(type);
        return value == null || value.remaining() < 4 ? otherwise : value.getInt(0);
    }

    String text(int type) {
        ByteBuffer value = attributes.get(type);
        return value == null ? "" : text(value);
    }

    /** First string attribute of type {@code inner} nested in {@code outer}. */
    String nestedText(int outer, int inner) {
        ByteBuffer nest = attributes.get(outer);
        for (int at = 0; nest != null && at + 4 <= nest.limit(); ) {
            int length = nest.getShort(at) & 0xffff;
            if (length < 4 || at + length > nest.limit()) {
                return "";
            }
            if ((nest.getShort(at + 2) & TYPE_MASK) == inner) {
                return text(nest.slice(at + 4, length - 4));
            }
            at += (length + 3) & ~3;
        }
        return "";
    }

    long[] u64s(int type, int count) {
        long[] values = new long[count];
        ByteBuffer value = attributes.get(type);
        for (int i = 0; value != null && i < count && (i + 1) * 8 <= value.limit(); i++) {
            values[i] = value.getLong(i * 8);
        }
        return values;
    }

    @Nullable InetAddress address(int type) {
        ByteBuffer value = attributes.get(type);
        if (value == null || (value.limit() != 4 && value.limit() != 16)) {
            return null;
        }
        byte[] octets = new byte[value.limit()];
        value.get(0, octets);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets", e);
        }
    }

    private static String text(ByteBuffer value) {
        byte[] octets = new byte[value.limit()];
        value.get(0, octets);
        int end = 0;
        while (end < octets.length && octets[end] != 0) {
            end++;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
    }
}
