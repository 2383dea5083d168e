package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** EAP payload, RFC 7296 §3.16; the EAP packet itself is decoded elsewhere. */
public record Eap(Octets packet) implements Payload {
    @Override
    public int payloadType() {
        return PayloadType.EAP;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.octets(packet);
    }

    static Eap readBody(WireReader in) {
        return new Eap(in.rest());
    }
}
