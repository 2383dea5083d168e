package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.Octets;

/**
 * One attribute as it stands on the wire (RFC 2865 §5): at most 253 octets of value. Type 26 keeps
 * its vendor id and sub-attributes inside the value.
 */
public record Attribute(int type, Octets value) {
    public static final int MAX_VALUE_OCTETS = 253;

    public Attribute {
        if (type < 0 || type > 255) {
            throw new IllegalArgumentException("attribute type " + type + " is not in 0..255");
        }
        if (value.length() > MAX_VALUE_OCTETS) {
            throw new IllegalArgumentException(
                    "attribute " + type + " has " + value.length() + " octets, at most 253 fit");
        }
    }

    /** The value as text, unless it is known to be secret. */
    @Override
    public String toString() {
        return switch (type) {
            case Attr.USER_PASSWORD, Attr.CHAP_PASSWORD, Attr.TUNNEL_PASSWORD ->
                    Dictionary.standard().attributeName(type) + " = [hidden]";
            default -> Dictionary.standard().attributeName(type) + " = " + value.hex();
        };
    }
}
