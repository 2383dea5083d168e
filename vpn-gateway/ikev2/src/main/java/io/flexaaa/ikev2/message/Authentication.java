package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** AUTH payload, RFC 7296 §3.8. */
public record Authentication(int method, Octets data) implements Payload {
    public static final int RSA_SIGNATURE = 1;
    public static final int SHARED_KEY = 2;
    public static final int ECDSA_256 = 9;
    public static final int ECDSA_384 = 10;
    public static final int ECDSA_521 = 11;
    public static final int NULL_AUTHENTICATION = 13;
    public static final int DIGITAL_SIGNATURE = 14;

    @Override
    public int payloadType() {
        return PayloadType.AUTH;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(method).u24(0).octets(data);
    }

    static Authentication readBody(WireReader in) throws DecodeException {
        int method = in.u8();
        in.skip(3);
        if (in.isEmpty()) {
            throw new DecodeException("AUTH", "no authentication data for method " + method);
        }
        return new Authentication(method, in.rest());
    }
}
