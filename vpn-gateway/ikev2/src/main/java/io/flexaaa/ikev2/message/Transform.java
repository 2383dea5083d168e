package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.Octets;

import java.util.List;

/**
 * One transform of a proposal, RFC 7296 §3.3.2. {@code keyLengthBits} is 0 when the Key Length
 * attribute is absent; attributes other than Key Length are kept as they came, because §3.3.6 makes
 * a transform with an attribute we do not understand unacceptable rather than malformed.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Last Substruc |   RESERVED    |        Transform Length       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Transform Type |   RESERVED    |          Transform ID         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                      Transform Attributes                     ~
 * </pre>
 */
public record Transform(
        int type, int id, int keyLengthBits, List<TransformAttribute> otherAttributes) {

    /** RFC 7296 §3.3.5: the only attribute RFC 7296 defines. */
    public static final int ATTRIBUTE_KEY_LENGTH = 14;

    public Transform {
        otherAttributes = List.copyOf(otherAttributes);
    }

    public static Transform of(int type, int id) {
        return new Transform(type, id, 0, List.of());
    }

    public static Transform of(int type, int id, int keyLengthBits) {
        return new Transform(type, id, keyLengthBits, List.of());
    }

    /** An attribute other than Key Length; {@code type} without the format bit. */
    public record TransformAttribute(int type, boolean shortForm, Octets value) {}

    /** For logs: {@code AES_GCM_16-256}. */
    @Override
    public String toString() {
        String name = TransformType.idName(type, id);
        String size = keyLengthBits == 0 ? "" : "-" + keyLengthBits;
        return name + size + (otherAttributes.isEmpty() ? "" : otherAttributes);
    }
}
