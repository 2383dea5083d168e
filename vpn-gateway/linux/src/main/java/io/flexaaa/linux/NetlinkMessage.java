package io.flexaaa.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds one netlink request: header, family header, attributes padded to four octets. */
final class NetlinkMessage {
    static final int REQUEST = 0x001;
    static final int ACK = 0x004;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;
    static final int DUMP = 0x300;

    private final ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());

    NetlinkMessage(int type, int flags, int sequence) {
        out.putInt(0).putShort((short) type).putShort((short) (flags | REQUEST));
        out.putInt(sequence).putInt(0);
    }

    NetlinkMessage u8(int... values) {
        for (int value : values) {
            out.put((byte) value);
        }
        return this;
    }

    NetlinkMessage u16(int value) {
        out.putShort((short) value);
        return this;
    }

    NetlinkMessage i32(int value) {
        out.putInt(value);
        return this;
    }

    NetlinkMessage attribute(int type, byte[] value) {
        out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        return this;
    }

    NetlinkMessage attribute(int type, int value) {
        out.putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    NetlinkMessage attribute(int type, String value) {
        return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    byte[] finish() {
        out.putInt(0, out.position());
        byte[] message = new byte[out.position()];
        out.get(0, message);
        return message;
    }
}
