package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** D payload, RFC 7296 §3.11. Deleting the IKE SA itself names no SPI. */
public record Delete(ProtocolId protocol, List<Octets> spis) implements Payload {
    public Delete {
        spis = List.copyOf(spis);
    }

    /** Deletes the IKE SA the message travels in. */
    public static Delete ikeSa() {
        return new Delete(ProtocolId.IKE, List.of());
    }

    public static Delete esp(List<Octets> spis) {
        return new Delete(ProtocolId.ESP, spis);
    }

    @Override
    public int payloadType() {
        return PayloadType.DELETE;
    }

    @Override
    public void writeBody(WireWriter out) {
        int spiLength = protocol == ProtocolId.IKE ? 0 : protocol.spiLength();
        out.u8(protocol.value()).u8(spiLength).u16(spis.size());
        spis.forEach(out::octets);
    }

    static Delete readBody(WireReader in) throws DecodeException {
        int protocolId = in.u8();
        int spiLength = in.u8();
        int count = in.u16();
        ProtocolId protocol = ProtocolId.of(protocolId);
        if (protocol == null || protocol == ProtocolId.NONE) {
            throw new DecodeException("D", "protocol id " + protocolId);
        }
        // RFC 7296 §3.11: SPI size 0 for IKE, 4 for AH and ESP.
        int expected = protocol == ProtocolId.IKE ? 0 : protocol.spiLength();
        if (spiLength != expected || in.remaining() != count * spiLength) {
            throw new DecodeException(
                    "D",
                    protocol
                            + " with "
                            + count
                            + " SPIs of "
                            + spiLength
                            + " octets in "
                            + in.remaining());
        }
        if (protocol == ProtocolId.IKE && count != 0) {
            throw new DecodeException("D", "IKE delete that counts " + count + " SPIs");
        }
        List<Octets> spis = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            spis.add(in.octets(spiLength));
        }
        return new Delete(protocol, spis);
    }
}
