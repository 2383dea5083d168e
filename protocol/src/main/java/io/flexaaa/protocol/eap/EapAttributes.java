package io.flexaaa.protocol.eap;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.List;

/** An EAP packet in the EAP-Message attributes of a RADIUS packet (RFC 3579 §3.1). */
public final class EapAttributes {

    private EapAttributes() {}

    /** Appends the packet, cut into attributes of at most 253 octets, in order and side by side. */
    public static void split(Octets packet, Attributes.Builder out) {
        for (int at = 0; at < packet.length(); at += Attribute.MAX_VALUE_OCTETS) {
            int end = Math.min(packet.length(), at + Attribute.MAX_VALUE_OCTETS);
            out.add(Attr.EAP_MESSAGE, packet.slice(at, end));
        }
    }

    /**
     * The packet all EAP-Message attributes make together.
     *
     * <p>RFC 3579 §3.1 wants them side by side; other attributes between them would leave the order
     * to chance.
     */
    public static Octets join(Attributes attributes) throws DecodeException {
        WireWriter joined = new WireWriter(1_500);
        List<Attribute> list = attributes.asList();
        int last = -1;
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).type() != Attr.EAP_MESSAGE) continue;
            if (last >= 0 && last != i - 1) {
                throw new DecodeException("EAP-Message", "other attributes between its parts");
            }
            last = i;
            joined.octets(list.get(i).value());
        }
        return joined.toOctets();
    }
}
