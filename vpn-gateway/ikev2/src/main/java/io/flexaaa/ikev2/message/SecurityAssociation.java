package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.List;

/** SA payload, RFC 7296 §3.3: proposals in the sender's order of preference. */
public record SecurityAssociation(List<Proposal> proposals) implements Payload {
    public SecurityAssociation {
        proposals = List.copyOf(proposals);
    }

    public static SecurityAssociation of(Proposal... proposals) {
        return new SecurityAssociation(List.of(proposals));
    }

    @Override
    public int payloadType() {
        return PayloadType.SA;
    }

    @Override
    public void writeBody(WireWriter out) {
        ProposalCodec.write(proposals, out);
    }

    static SecurityAssociation readBody(WireReader in) throws DecodeException {
        return new SecurityAssociation(ProposalCodec.read(in));
    }
}
