package io.flexaaa.gateway.anyconnect;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

/**
 * An EAP packet of the method: expanded type (RFC 3748 §5.7) of vendor 9, then TLVs back to back.
 *
 * <pre>
 * | Code | Identifier | Length (2) | 254 | 00 00 09 | 44 42 52 50 |
 * | Type (2) | Length (2) | Value ... |  as often as it takes
 * </pre>
 *
 * @param xml type 0, UTF-8; empty when there is none
 * @param signature type 1, null when there is none
 * @param certificates type 3, PKCS #7 without signers, null when there is none
 */
record AggregatePacket(
        int code,
        int identifier,
        Octets xml,
        @Nullable Octets signature,
        @Nullable Octets certificates) {
    static final int REQUEST = 1;
    static final int RESPONSE = 2;
    private static final int SUCCESS = 3;
    private static final int FAILURE = 4;

    private static final Octets METHOD = Octets.ofHex("fe00000944425250");
    private static final int HEADER_OCTETS = 12;
    private static final int XML = 0;
    private static final int SIGNATURE = 1;
    private static final int CERTIFICATES = 3;

    static Octets request(int identifier, String xml) {
        return new AggregatePacket(REQUEST, identifier, Octets.ofUtf8(xml), null, null).encode();
    }

    /** RFC 3748 §4.2: the end carries the identifier of the response it follows. */
    static Octets success(int identifier) {
        return Octets.of(SUCCESS, identifier, 0, 4);
    }

    static Octets failure(int identifier) {
        return Octets.of(FAILURE, identifier, 0, 4);
    }

    Octets encode() {
        WireWriter body = new WireWriter();
        tlv(body, CERTIFICATES, certificates);
        tlv(body, SIGNATURE, signature);
        tlv(body, XML, xml.isEmpty() ? null : xml);
        Octets tlvs = body.toOctets();
        return new WireWriter()
                .u8(code)
                .u8(identifier)
                .u16(HEADER_OCTETS + tlvs.length())
                .octets(METHOD)
                .octets(tlvs)
                .toOctets();
    }

    private static void tlv(WireWriter out, int type, @Nullable Octets value) {
        if (value != null) {
            out.u16(type).u16(value.length()).octets(value);
        }
    }

    /** A TLV of a type we do not know is passed over; one that comes twice is an error. */
    static AggregatePacket decode(Octets packet) throws DecodeException {
        if (packet.length() < HEADER_OCTETS
                || u16(packet, 2) != packet.length()
                || !packet.slice(4, HEADER_OCTETS).equals(METHOD)) {
            throw new DecodeException("EAP", "not a packet of AnyConnect-EAP");
        }
        Octets xml = null;
        Octets signature = null;
        Octets certificates = null;
        int at = HEADER_OCTETS;
        while (at < packet.length()) {
            if (at + 4 > packet.length() || at + 4 + u16(packet, at + 2) > packet.length()) {
                throw new DecodeException("AnyConnect-EAP", "a TLV longer than the packet");
            }
            int type = u16(packet, at);
            Octets value = packet.slice(at + 4, at + 4 + u16(packet, at + 2));
            boolean again =
                    switch (type) {
                        case XML -> xml != null;
                        case SIGNATURE -> signature != null;
                        case CERTIFICATES -> certificates != null;
                        default -> false;
                    };
            if (again) {
                throw new DecodeException("AnyConnect-EAP", "TLV " + type + " twice");
            }
            switch (type) {
                case XML -> xml = value;
                case SIGNATURE -> signature = value;
                case CERTIFICATES -> certificates = value;
                default -> {
                    // Later clients may say more.
                }
            }
            at += 4 + value.length();
        }
        return new AggregatePacket(
                packet.u8(0),
                packet.u8(1),
                xml == null ? Octets.EMPTY : xml,
                signature,
                certificates);
    }

    private static int u16(Octets octets, int at) {
        return octets.u8(at) << 8 | octets.u8(at + 1);
    }
}
