package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** TSi or TSr payload, RFC 7296 §3.13. */
public record TrafficSelectors(boolean initiator, List<TrafficSelector> selectors)
        implements Payload {
    public TrafficSelectors {
        selectors = List.copyOf(selectors);
    }

    @Override
    public int payloadType() {
        return initiator ? PayloadType.TS_I : PayloadType.TS_R;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(selectors.size()).u24(0);
        selectors.forEach(s -> s.write(out));
    }

    static TrafficSelectors readBody(boolean initiator, WireReader in) throws DecodeException {
        int count = in.u8();
        in.skip(3);
        if (count == 0) {
            throw new DecodeException(initiator ? "TSi" : "TSr", "no selector");
        }
        List<TrafficSelector> selectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            selectors.add(TrafficSelector.read(in));
        }
        in.expectEnd(initiator ? "TSi" : "TSr");
        return new TrafficSelectors(initiator, selectors);
    }
}
