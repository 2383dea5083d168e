package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** KE payload, RFC 7296 §3.4: the group number and our side's public value. */
public record KeyExchange(int group, Octets data) implements Payload {
    @Override
    public int payloadType() {
        return PayloadType.KE;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u16(group).u16(0).octets(data);
    }

    static KeyExchange readBody(WireReader in) throws DecodeException {
        int group = in.u16();
        in.skip(2);
        if (in.isEmpty()) {
            throw new DecodeException("KE", "no key exchange data for group " + group);
        }
        return new KeyExchange(group, in.rest());
    }
}
