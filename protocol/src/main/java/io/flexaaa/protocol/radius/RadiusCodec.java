package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * Packets between octets and records (RFC 2865 §3). Verifies framing only: authenticators are
 * {@link RadiusSigner}'s.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Code      |  Identifier   |            Length             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Authenticator (16 octets)                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Attributes ...
 * +-+-+-+-+-+-+-+-+-
 * </pre>
 */
public final class RadiusCodec {
    private RadiusCodec() {}

    /**
     * The Length field of a datagram once it is known to be one packet: octets beyond it are
     * padding and MUST be ignored, fewer octets than it says and the packet MUST be discarded.
     */
    public static int packetLength(byte[] datagram, int offset, int available)
            throws DecodeException {
        if (available < RadiusPacket.HEADER_OCTETS) {
            throw new DecodeException("packet", available + " octets, a header has 20");
        }
        int length = (datagram[offset + 2] & 0xff) << 8 | datagram[offset + 3] & 0xff;
        if (length < RadiusPacket.HEADER_OCTETS || length > RadiusPacket.MAX_OCTETS) {
            throw new DecodeException("Length", length + " is not in 20..4096");
        }
        if (length > available) {
            throw new DecodeException("Length", length + " but " + available + " octets came");
        }
        return length;
    }

    public static RadiusPacket decode(byte[] datagram, int offset, int available)
            throws DecodeException {
        int length = packetLength(datagram, offset, available);
        Code code = Code.of(datagram[offset] & 0xff);
        if (code == null) {
            throw new DecodeException("Code", (datagram[offset] & 0xff) + " is unknown");
        }
        return new RadiusPacket(
                code,
                datagram[offset + 1] & 0xff,
                Octets.copyOf(datagram, offset + 4, 16),
                attributes(datagram, offset + RadiusPacket.HEADER_OCTETS, offset + length));
    }

    private static Attributes attributes(byte[] datagram, int from, int end)
            throws DecodeException {
        List<Attribute> list = new ArrayList<>();
        int at = from;
        while (at < end) {
            if (end - at < 2) throw new DecodeException("attribute", "a lone octet at the end");
            int type = datagram[at] & 0xff;
            int length = datagram[at + 1] & 0xff;
            // RFC 2865 §5: an attribute with an invalid length makes the packet invalid.
            if (length < 2 || at + length > end) {
                throw new DecodeException("attribute " + type, "length " + length);
            }
            list.add(new Attribute(type, Octets.copyOf(datagram, at + 2, length - 2)));
            at += length;
        }
        return Attributes.of(list);
    }

    public static byte[] encode(RadiusPacket packet) {
        WireWriter w = new WireWriter(512);
        w.u8(packet.code().value()).u8(packet.identifier());
        int length = w.mark16();
        w.octets(packet.authenticator());
        write(w, packet.attributes());
        if (w.size() > RadiusPacket.MAX_OCTETS) {
            throw new IllegalArgumentException(
                    packet.code().label() + " has " + w.size() + " octets, at most 4096 fit");
        }
        w.patch16(length, w.size());
        return w.toArray();
    }

    static void write(WireWriter w, Attributes attributes) {
        List<Attribute> list = attributes.asList();
        for (int i = 0; i < list.size(); i++) {
            Attribute attribute = list.get(i);
            w.u8(attribute.type()).u8(attribute.value().length() + 2).octets(attribute.value());
        }
    }
}
