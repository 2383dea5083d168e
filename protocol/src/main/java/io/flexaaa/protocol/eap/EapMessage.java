package io.flexaaa.protocol.eap;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * An EAP packet (RFC 3748 §4).
 *
 * <pre>
 *  0                   1                   2                   3
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Code      |  Identifier   |            Length             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |  Type-Data ...      (Request and Response only)
 * </pre>
 */
public sealed interface EapMessage {
    int identifier();

    record Request(int identifier, int type, Octets data) implements EapMessage {}

    record Response(int identifier, int type, Octets data) implements EapMessage {}

    record Success(int identifier) implements EapMessage {}

    record Failure(int identifier) implements EapMessage {}

    /** Types that are no authentication method (RFC 3748 §5). */
    int IDENTITY = 1;

    int NOTIFICATION = 2;
    int NAK = 3;
    int EXPANDED = 254;

    int HEADER_OCTETS = 4;

    /** Octets behind Length are padding of the link and do not count (RFC 3748 §4.1). */
    static EapMessage decode(Octets packet) throws DecodeException {
        WireReader in = new WireReader(packet);
        int code = in.u8();
        int identifier = in.u8();
        int length = in.u16();
        if (length < HEADER_OCTETS || length > packet.length()) {
            throw new DecodeException(
                    "EAP Length", length + " in a packet of " + packet.length() + " octets");
        }
        WireReader body = in.sub(length - HEADER_OCTETS);
        return switch (code) {
            case 1 -> new Request(identifier, body.u8(), body.rest());
            case 2 -> new Response(identifier, body.u8(), body.rest());
            case 3 -> {
                body.expectEnd("EAP-Success");
                yield new Success(identifier);
            }
            case 4 -> {
                body.expectEnd("EAP-Failure");
                yield new Failure(identifier);
            }
            default -> throw new DecodeException("EAP Code", String.valueOf(code));
        };
    }

    default Octets encode() {
        return switch (this) {
            case Request(int id, int type, Octets data) -> typed(1, id, type, data);
            case Response(int id, int type, Octets data) -> typed(2, id, type, data);
            case Success(int id) -> Octets.of(3, id, 0, HEADER_OCTETS);
            case Failure(int id) -> Octets.of(4, id, 0, HEADER_OCTETS);
        };
    }

    private static Octets typed(int code, int identifier, int type, Octets data) {
        int length = HEADER_OCTETS + 1 + data.length();
        return new WireWriter(length)
                .u8(code)
                .u8(identifier)
                .u16(length)
                .u8(type)
                .octets(data)
                .toOctets();
    }
}
