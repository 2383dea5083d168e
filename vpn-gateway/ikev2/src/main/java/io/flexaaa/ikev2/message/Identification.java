package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * IDi or IDr payload, RFC 7296 §3.5. {@link #body()} is what AUTH signs.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   ID Type     |                 RESERVED                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                   Identification Data                         ~
 * </pre>
 *
 * {@code reserved} is kept: a peer that fills it has signed it, so AUTH must be verified over it as
 * received.
 */
public record Identification(boolean initiator, int idType, int reserved, Octets data)
        implements Payload {
    public Identification(boolean initiator, int idType, Octets data) {
        this(initiator, idType, 0, data);
    }

    @Override
    public int payloadType() {
        return initiator ? PayloadType.ID_I : PayloadType.ID_R;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(idType).u24(reserved).octets(data);
    }

    /** RestOfInitIDPayload / RestOfRespIDPayload of RFC 7296 §2.15. */
    public Octets body() {
        WireWriter out = new WireWriter();
        writeBody(out);
        return out.toOctets();
    }

    static Identification readBody(boolean initiator, WireReader in) throws DecodeException {
        int idType = in.u8();
        int reserved = in.u24();
        Octets data = in.rest();
        int expected = IdType.fixedLength(idType);
        if (expected >= 0 && data.length() != expected) {
            throw new DecodeException(
                    initiator ? "IDi" : "IDr",
                    IdType.name(idType) + " of " + data.length() + " octets, not " + expected);
        }
        return new Identification(initiator, idType, reserved, data);
    }
}
