package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/** CERTREQ payload, RFC 7296 §3.7: for X.509, SHA-1 hashes of trusted authorities' public keys. */
public record CertificateRequest(int encoding, Octets authorities) implements Payload {
    @Override
    public int payloadType() {
        return PayloadType.CERTREQ;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(encoding).octets(authorities);
    }

    static CertificateRequest readBody(WireReader in) throws DecodeException {
        return new CertificateRequest(in.u8(), in.rest());
    }
}
