package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Makes and checks the authenticators of RADIUS packets. Message-Authenticator is always written
 * first, because there it defeats the chosen-prefix collision of CVE-2024-3596.
 */
public final class RadiusSigner {
    private static final Octets ZERO_16 = Octets.wrap(new byte[16]);
    private static final int FIRST_ATTRIBUTE = RadiusPacket.HEADER_OCTETS;

    private RadiusSigner() {}

    /**
     * An Access-Request with Message-Authenticator (RFC 3579 §3.2).
     *
     * @param authenticator 16 unpredictable octets (RFC 2865 §3)
     * @param attributes User-Password, if there, already hidden with the same authenticator
     */
    public static byte[] accessRequest(
            int identifier, Octets authenticator, Attributes attributes, Secret secret) {
        return signedRandom(Code.ACCESS_REQUEST, identifier, authenticator, attributes, secret);
    }

    /** A Status-Server (RFC 5997 §3), which is signed as an Access-Request is. */
    public static byte[] statusServer(
            int identifier, Octets authenticator, Attributes attributes, Secret secret) {
        return signedRandom(Code.STATUS_SERVER, identifier, authenticator, attributes, secret);
    }

    private static byte[] signedRandom(
            Code code, int identifier, Octets authenticator, Attributes attributes, Secret secret) {
        byte[] packet = assemble(code, identifier, authenticator, attributes, true);
        putMessageAuthenticator(packet, secret);
        return packet;
    }

    /**
     * A request whose authenticator is MD5 over itself and the secret: Accounting-Request (RFC 2866
     * §3), CoA-Request and Disconnect-Request (RFC 5176 §2.3).
     */
    public static byte[] hashedRequest(
            Code code,
            int identifier,
            Attributes attributes,
            Secret secret,
            boolean messageAuthenticator) {
        byte[] packet = assemble(code, identifier, ZERO_16, attributes, messageAuthenticator);
        // RFC 5176 §3.2: computed with a Request Authenticator of zeros, before that is filled in.
        if (messageAuthenticator) putMessageAuthenticator(packet, secret);
        putAuthenticator(packet, ZERO_16, secret);
        return packet;
    }

    /**
     * A reply to a request (RFC 2865 §3): Response Authenticator, the request's identifier, and its
     * Proxy-State attributes in their order (RFC 2865 §5.33).
     */
    public static byte[] reply(
            Code code,
            RadiusPacket request,
            Attributes attributes,
            Secret secret,
            boolean messageAuthenticator) {
        Attributes all = attributes;
        if (request.attributes().has(Attr.PROXY_STATE)) {
            Attributes.Builder builder = Attributes.builder().addAll(attributes);
            request.attributes().all(Attr.PROXY_STATE).forEach(builder::add);
            all = builder.build();
        }
        // Accounting, CoA and Disconnect replies sign with the request's computed authenticator
        // too.
        byte[] packet =
                assemble(
                        code,
                        request.identifier(),
                        request.authenticator(),
                        all,
                        messageAuthenticator);
        if (messageAuthenticator) putMessageAuthenticator(packet, secret);
        putAuthenticator(packet, request.authenticator(), secret);
        return packet;
    }

    /** Whether the Response Authenticator of a well-framed reply is right. */
    public static boolean verifyReply(byte[] reply, Octets requestAuthenticator, Secret secret) {
        byte[] expected = digest(reply, requestAuthenticator, secret);
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(reply, 4, 20));
    }

    /** What the Message-Authenticator of a well-framed reply is worth. */
    public static MessageAuthenticator verifyReplyMessageAuthenticator(
            byte[] reply, Octets requestAuthenticator, Secret secret) {
        return verifyMessageAuthenticator(reply, requestAuthenticator, secret);
    }

    /**
     * Whether the authenticator of a well-framed accounting, CoA or Disconnect request is right.
     */
    public static boolean verifyHashedRequest(byte[] packet, Secret secret) {
        byte[] expected = digest(packet, ZERO_16, secret);
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(packet, 4, 20));
    }

    /** What the Message-Authenticator of a well-framed request is worth. */
    public static MessageAuthenticator verifyRequestMessageAuthenticator(
            byte[] packet, Secret secret) {
        Code code = Code.of(packet[0] & 0xff);
        boolean random = code == Code.ACCESS_REQUEST || code == Code.STATUS_SERVER;
        Octets authenticator = random ? Octets.copyOf(packet, 4, 16) : ZERO_16;
        return verifyMessageAuthenticator(packet, authenticator, secret);
    }

    private static MessageAuthenticator verifyMessageAuthenticator(
            byte[] packet, Octets authenticator, Secret secret) {
        int found = -1;
        for (int at = FIRST_ATTRIBUTE; at + 2 <= packet.length; at += packet[at + 1] & 0xff) {
            int length = packet[at + 1] & 0xff;
            if (length < 2 || at + length > packet.length) return MessageAuthenticator.BAD;
            if ((packet[at] & 0xff) != Attr.MESSAGE_AUTHENTICATOR) continue;
            if (found >= 0 || length != 18) return MessageAuthenticator.BAD;
            found = at + 2;
        }
        if (found < 0) return MessageAuthenticator.ABSENT;
        byte[] copy = packet.clone();
        authenticator.copyTo(copy, 4);
        Arrays.fill(copy, found, found + 16, (byte) 0);
        byte[] expected = RadiusHash.hmacMd5(secret, copy, copy.length);
        byte[] given = Arrays.copyOfRange(packet, found, found + 16);
        return MessageDigest.isEqual(expected, given)
                ? MessageAuthenticator.GOOD
                : MessageAuthenticator.BAD;
    }

    private static byte[] assemble(
            Code code,
            int identifier,
            Octets authenticator,
            Attributes attributes,
            boolean messageAuthenticator) {
        WireWriter w = new WireWriter(512);
        w.u8(code.value()).u8(identifier);
        int length = w.mark16();
        w.octets(authenticator);
        if (messageAuthenticator) w.u8(Attr.MESSAGE_AUTHENTICATOR).u8(18).zeros(16);
        RadiusCodec.write(w, attributes);
        if (w.size() > RadiusPacket.MAX_OCTETS) {
            throw new IllegalArgumentException(
                    code.label() + " would have " + w.size() + " octets, at most 4096 fit");
        }
        w.patch16(length, w.size());
        return w.toArray();
    }

    /** Over the packet as it stands, whose Message-Authenticator is first and still zero. */
    private static void putMessageAuthenticator(byte[] packet, Secret secret) {
        byte[] mac = RadiusHash.hmacMd5(secret, packet, packet.length);
        System.arraycopy(mac, 0, packet, FIRST_ATTRIBUTE + 2, 16);
    }

    private static void putAuthenticator(byte[] packet, Octets overAuthenticator, Secret secret) {
        System.arraycopy(digest(packet, overAuthenticator, secret), 0, packet, 4, 16);
    }

    private static byte[] digest(byte[] packet, Octets authenticator, Secret secret) {
        byte[] key = secret.reveal();
        MessageDigest md5 = RadiusHash.md5();
        md5.update(packet, 0, 4);
        md5.update(authenticator.toArray());
        md5.update(packet, FIRST_ATTRIBUTE, packet.length - FIRST_ATTRIBUTE);
        byte[] digest = md5.digest(key);
        Arrays.fill(key, (byte) 0);
        return digest;
    }
}
