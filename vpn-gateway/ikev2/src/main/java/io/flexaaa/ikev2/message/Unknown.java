package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

/** Kept whole so that a critical unknown payload can be named in the refusal (RFC 7296 §2.5). */
public record Unknown(int type, boolean critical, Octets body) implements Payload {
    @Override
    public int payloadType() {
        return type;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.octets(body);
    }
}
