package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.Octets;

/**
 * A RADIUS packet (RFC 2865 §3).
 *
 * @param identifier 0..255
 * @param authenticator 16 octets: of the request or of the response
 */
public record RadiusPacket(Code code, int identifier, Octets authenticator, Attributes attributes) {
    public static final int HEADER_OCTETS = 20;
    public static final int MAX_OCTETS = 4096;

    public RadiusPacket {
        if (identifier < 0 || identifier > 255) {
            throw new IllegalArgumentException("identifier " + identifier + " is not in 0..255");
        }
        if (authenticator.length() != 16) {
            throw new IllegalArgumentException(
                    "the authenticator has " + authenticator.length() + " octets, not 16");
        }
    }
}
