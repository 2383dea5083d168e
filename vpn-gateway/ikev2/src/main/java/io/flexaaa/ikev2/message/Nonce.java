package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** Ni or Nr payload, RFC 7296 §3.9. */
public record Nonce(Octets value) implements Payload {
    static final int MIN_OCTETS = 16;
    static final int MAX_OCTETS = 256;

    @Override
    public int payloadType() {
        return PayloadType.NONCE;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.octets(value);
    }

    static Nonce readBody(WireReader in) throws DecodeException {
        int length = in.remaining();
        // RFC 7296 §3.9: "The size of the Nonce Data MUST be between 16 and 256 octets, inclusive."
        if (length < MIN_OCTETS || length > MAX_OCTETS) {
            throw new DecodeException("Ni/Nr", "length " + length + ", not 16 to 256");
        }
        return new Nonce(in.rest());
    }
}
