package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.util.Arrays;

/**
 * RADIUS/1.1 (RFC 9765): the same packets and attributes, but matched by a token and without
 * anything that MD5 made, since TLS already protects the whole.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Code      |  Reserved-1   |            Length             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                             Token                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Reserved-2 (12 octets)                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Attributes ...
 * +-+-+-+-+-+-+-+-+-
 * </pre>
 *
 * A server translates at its edge: what decides sees classic packets only. The hiding that happens
 * in between never leaves the process.
 */
public final class Radius11 {

    /** The ALPN names of RFC 9765 §3.1. */
    public static final String ALPN = "radius/1.1";

    public static final String ALPN_CLASSIC = "radius/1.0";

    private static final int VENDOR_SALTED_HEADER = 6;

    /** MS-MPPE-Send-Key and MS-MPPE-Recv-Key (RFC 2548 §2.4.2): salted as Tunnel-Password is. */
    private static final int MPPE_SEND_KEY = 16;

    private static final int MPPE_RECV_KEY = 17;

    private Radius11() {}

    /** The token of a well-framed packet; a reply carries its request's. */
    public static int token(byte[] packet) {
        return packet[4] << 24
                | (packet[5] & 0xff) << 16
                | (packet[6] & 0xff) << 8
                | packet[7] & 0xff;
    }

    /**
     * A request as a classic server expects it, signed and hidden with {@code secret}.
     *
     * @param authenticator 16 unpredictable octets
     */
    public static byte[] request(byte[] packet, Octets authenticator, Secret secret)
            throws DecodeException {
        RadiusPacket given = RadiusCodec.decode(packet, 0, packet.length);
        Attributes.Builder out = Attributes.builder();
        for (Attribute attribute : given.attributes()) {
            switch (attribute.type()) {
                // RFC 9765 §5.2: must not be there, and is passed over where it is.
                case Attr.MESSAGE_AUTHENTICATOR -> {}
                case Attr.USER_PASSWORD ->
                        out.add(Attr.USER_PASSWORD, hidden(attribute, authenticator, secret));
                default -> out.add(attribute);
            }
        }
        if (given.attributes().has(Attr.CHAP_PASSWORD)
                && !given.attributes().has(Attr.CHAP_CHALLENGE)) {
            // RFC 9765 §5.1.2: there is no authenticator it could be taken from.
            throw new DecodeException("CHAP-Challenge", "is missing beside CHAP-Password");
        }
        Attributes attributes = out.build();
        try {
            return switch (given.code()) {
                case ACCESS_REQUEST ->
                        RadiusSigner.accessRequest(0, authenticator, attributes, secret);
                case STATUS_SERVER ->
                        RadiusSigner.statusServer(0, authenticator, attributes, secret);
                default -> RadiusSigner.hashedRequest(given.code(), 0, attributes, secret, false);
            };
        } catch (IllegalArgumentException e) {
            throw new DecodeException("Length", "no room to translate it");
        }
    }

    private static Octets hidden(Attribute attribute, Octets authenticator, Secret secret)
            throws DecodeException {
        byte[] clear = attribute.value().toArray();
        try {
            return Octets.wrap(PapHiding.hide(clear, secret, authenticator));
        } catch (IllegalArgumentException e) {
            throw new DecodeException("User-Password", "length " + clear.length);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /**
     * A classic reply as RADIUS/1.1 sends it: keys and passwords in clear, no
     * Message-Authenticator.
     *
     * @param request the classic request it answers
     */
    public static byte[] reply(byte[] reply, byte[] request, int token, Secret secret)
            throws DecodeException {
        Octets authenticator = Octets.copyOf(request, 4, 16);
        RadiusPacket given = RadiusCodec.decode(reply, 0, reply.length);
        Attributes.Builder out = Attributes.builder();
        for (Attribute attribute : given.attributes()) {
            switch (attribute.type()) {
                case Attr.MESSAGE_AUTHENTICATOR -> {}
                case Attr.TUNNEL_PASSWORD ->
                        out.add(
                                Attr.TUNNEL_PASSWORD,
                                tunnelPassword(attribute.value(), authenticator, secret));
                case Attr.VENDOR_SPECIFIC ->
                        out.add(
                                Attr.VENDOR_SPECIFIC,
                                vendor(attribute.value(), authenticator, secret));
                default -> out.add(attribute);
            }
        }
        return encode(given.code(), token, out.build());
    }

    /** RFC 9765 §5.1.3: the tag, then the text; neither salt nor length. */
    private static Octets tunnelPassword(Octets value, Octets authenticator, Secret secret)
            throws DecodeException {
        byte[] clear = TunnelPassword.decrypt(value, secret, authenticator);
        int tag = value.u8(0);
        byte[] out = new byte[clear.length + 1];
        out[0] = (byte) tag;
        System.arraycopy(clear, 0, out, 1, clear.length);
        Arrays.fill(clear, (byte) 0);
        return Octets.wrap(out);
    }

    /** RFC 9765 §5.1.4: vendors' salted attributes are plain octets, too. */
    private static Octets vendor(Octets value, Octets authenticator, Secret secret)
            throws DecodeException {
        if (value.length() <= VENDOR_SALTED_HEADER) return value;
        int vendor = value.u8(0) << 24 | value.u8(1) << 16 | value.u8(2) << 8 | value.u8(3);
        int type = value.u8(4);
        if (vendor != Attr.VENDOR_MICROSOFT || (type != MPPE_SEND_KEY && type != MPPE_RECV_KEY)) {
            return value;
        }
        if (value.u8(5) != value.length() - 4) return value;
        // Tunnel-Password's form has a tag octet in front; here a stand-in.
        Octets salted = Octets.of(0).plus(value.slice(VENDOR_SALTED_HEADER, value.length()));
        byte[] clear = TunnelPassword.decrypt(salted, secret, authenticator);
        byte[] out = new byte[VENDOR_SALTED_HEADER + clear.length];
        value.slice(0, 4).copyTo(out, 0);
        out[4] = (byte) type;
        out[5] = (byte) (clear.length + 2);
        System.arraycopy(clear, 0, out, VENDOR_SALTED_HEADER, clear.length);
        Arrays.fill(clear, (byte) 0);
        return Octets.wrap(out);
    }

    /** A packet of RADIUS/1.1, its reserved fields zero. */
    public static byte[] encode(Code code, int token, Attributes attributes) {
        byte[] header = new byte[16];
        header[0] = (byte) (token >>> 24);
        header[1] = (byte) (token >>> 16);
        header[2] = (byte) (token >>> 8);
        header[3] = (byte) token;
        return RadiusCodec.encode(new RadiusPacket(code, 0, Octets.wrap(header), attributes));
    }
}
