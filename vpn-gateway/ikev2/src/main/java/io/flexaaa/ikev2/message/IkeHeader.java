package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * The 28 octets before every message, RFC 7296 §3.1. Reading it does not judge the version: the
 * endpoint answers a higher major version with INVALID_MAJOR_VERSION.
 *
 * <pre>
 * |                       IKE SA Initiator's SPI                  |
 * |                       IKE SA Responder's SPI                  |
 * |  Next Payload | MjVer | MnVer | Exchange Type |     Flags     |
 * |                          Message ID                           |
 * |                            Length                             |
 * </pre>
 */
public record IkeHeader(
        long spiI,
        long spiR,
        int nextPayload,
        int version,
        int exchangeType,
        int flags,
        long messageId,
        long length) {
    public static final int OCTETS = 28;
    public static final int VERSION_2_0 = 0x20;

    /** RFC 7296 §3.1: the sender is the original initiator of the IKE SA. */
    public static final int FLAG_INITIATOR = 0x08;

    public static final int FLAG_VERSION = 0x10;
    public static final int FLAG_RESPONSE = 0x20;

    /** Where Next Payload sits in the header. */
    static final int NEXT_PAYLOAD_OFFSET = 16;

    static final int LENGTH_OFFSET = 24;

    public boolean fromInitiator() {
        return (flags & FLAG_INITIATOR) != 0;
    }

    public boolean isResponse() {
        return (flags & FLAG_RESPONSE) != 0;
    }

    public int majorVersion() {
        return version >> 4;
    }

    /**
     * Reads the header of a datagram of {@code len} octets.
     *
     * @throws DecodeException when the datagram is shorter than a header, or its length field is
     *     not its length
     */
    public static IkeHeader read(byte[] b, int off, int len) throws DecodeException {
        WireReader in = new WireReader(b, off, len);
        IkeHeader h =
                new IkeHeader(
                        in.u64(), in.u64(), in.u8(), in.u8(), in.u8(), in.u8(), in.u32(), in.u32());
        if (h.length != len) {
            throw new DecodeException(
                    "IKE header", "length field " + h.length + " in a datagram of " + len);
        }
        return h;
    }

    void write(WireWriter out) {
        out.u64(spiI).u64(spiR).u8(nextPayload).u8(version).u8(exchangeType).u8(flags);
        out.u32(messageId).u32(length);
    }
}
