package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

/**
 * A Cisco AV pair: {@code protocol:name=value}, with {@code *} in place of {@code =} where the
 * receiver may ignore it.
 *
 * @param protocol such as {@code ipsec} or {@code ip}; empty where the text has none
 * @param name such as {@code route-set}; {@code inacl#10} keeps its number
 */
public record AvPair(String protocol, String name, boolean mandatory, String value) {
    /** What fits beside vendor id, type and length in one attribute (RFC 2865 §5.26). */
    public static final int MAX_OCTETS = 247;

    public AvPair(String protocol, String name, String value) {
        this(protocol, name, true, value);
    }

    public static AvPair parse(String text) throws DecodeException {
        int equals = text.indexOf('=');
        int star = text.indexOf('*');
        int sign = equals < 0 ? star : star < 0 ? equals : Math.min(equals, star);
        if (sign <= 0) {
            throw new DecodeException("AV pair", "'" + text + "' has no name=value");
        }
        String left = text.substring(0, sign);
        int colon = left.indexOf(':');
        String name = colon < 0 ? left : left.substring(colon + 1);
        if (name.isEmpty()) throw new DecodeException("AV pair", "'" + text + "' has no name");
        return new AvPair(
                colon < 0 ? "" : left.substring(0, colon),
                name,
                text.charAt(sign) == '=',
                text.substring(sign + 1));
    }

    /** The name without the number of a numbered pair: {@code inacl} for {@code inacl#10}. */
    public String baseName() {
        int hash = name.indexOf('#');
        return hash < 0 ? name : name.substring(0, hash);
    }

    /** The text as it goes into a Cisco-AVPair attribute. */
    public String text() {
        return (protocol.isEmpty() ? "" : protocol + ":") + name + (mandatory ? "=" : "*") + value;
    }
}
