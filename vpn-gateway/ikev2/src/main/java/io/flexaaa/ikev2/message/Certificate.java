package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** CERT payload, RFC 7296 §3.6; encoding 4 is an X.509 certificate for signature. */
public record Certificate(int encoding, Octets data) implements Payload {
    @Override
    public int payloadType() {
        return PayloadType.CERT;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(encoding).octets(data);
    }

    static Certificate readBody(WireReader in) throws DecodeException {
        return new Certificate(in.u8(), in.rest());
    }
}
