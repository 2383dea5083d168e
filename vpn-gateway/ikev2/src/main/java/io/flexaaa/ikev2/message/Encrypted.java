package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * SK payload before decryption, RFC 7296 §3.14: IV, ciphertext, ICV. {@code firstInner} is the type
 * of the first payload inside; it stands in the SK payload's Next Payload field, so SK is always
 * the last one outside.
 */
public record Encrypted(int firstInner, Octets body) implements Payload {
    @Override
    public int payloadType() {
        return PayloadType.SK;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.octets(body);
    }

    static Encrypted readBody(int firstInner, WireReader in) {
        return new Encrypted(firstInner, in.rest());
    }
}
