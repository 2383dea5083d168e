package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** CP payload, RFC 7296 §3.15. Attribute order is kept: FlexVPN peers repeat attributes. */
public record Configuration(int cfgType, List<ConfigurationAttribute> attributes)
        implements Payload {
    public static final int CFG_REQUEST = 1;
    public static final int CFG_REPLY = 2;
    public static final int CFG_SET = 3;
    public static final int CFG_ACK = 4;

    /** More than any client asks for (AnyConnect: about 45), few enough to bound the work. */
    static final int MAX_ATTRIBUTES = 512;

    public Configuration {
        attributes = List.copyOf(attributes);
    }

    @Override
    public int payloadType() {
        return PayloadType.CP;
    }

    public List<ConfigurationAttribute> ofType(int attributeType) {
        return attributes.stream().filter(a -> a.type() == attributeType).toList();
    }

    public boolean has(int attributeType) {
        return attributes.stream().anyMatch(a -> a.type() == attributeType);
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(cfgType).u24(0);
        for (ConfigurationAttribute a : attributes) {
            out.u16(a.type()).u16(a.value().length()).octets(a.value());
        }
    }

    static Configuration readBody(WireReader in) throws DecodeException {
        int cfgType = in.u8();
        in.skip(3);
        List<ConfigurationAttribute> attributes = new ArrayList<>();
        while (!in.isEmpty()) {
            if (attributes.size() == MAX_ATTRIBUTES) {
                throw new DecodeException("CP", "more than " + MAX_ATTRIBUTES + " attributes");
            }
            // RFC 7296 §3.15.1: the top bit is reserved and ignored on receipt.
            int type = in.u16() & 0x7fff;
            Octets value = in.octets(in.u16());
            attributes.add(new ConfigurationAttribute(type, value));
        }
        return new Configuration(cfgType, attributes);
    }
}
