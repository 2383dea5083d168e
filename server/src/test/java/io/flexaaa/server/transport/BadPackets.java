package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Packets octet by octet, with right authenticators over wrong contents. Written without the
 * product's codec, which would refuse to make most of them.
 */
final class BadPackets {

    static final String TEXT = "bad-input-secret-of-the-test";
    static final Secret SECRET = Secret.ofUtf8(TEXT);
    private static final byte[] NO_OCTETS = {};

    private final Random random;

    BadPackets(long seed) {
        random = new Random(seed);
    }

    /** One attribute; its length octet tells the truth. */
    static byte[] attr(int type, byte... value) {
        byte[] octets = new byte[value.length + 2];
        octets[0] = (byte) type;
        octets[1] = (byte) octets.length;
        System.arraycopy(value, 0, octets, 2, value.length);
        return octets;
    }

    static byte[] attr(int type, String text) {
        return attr(type, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] u32(int type, long value) {
        return attr(
                type,
                (byte) (value >> 24),
                (byte) (value >> 16),
                (byte) (value >> 8),
                (byte) value);
    }

    static byte[] hex(String hex) {
        return Octets.ofHex(hex).toArray();
    }

    /** A Vendor-Specific of that vendor with anything in it. */
    static byte[] vsa(int vendor, byte... content) {
        return attr(
                Attr.VENDOR_SPECIFIC,
                join(new byte[] {0, 0, (byte) (vendor >> 8), (byte) vendor}, content));
    }

    static byte[] avPair(String text) {
        return vsa(9, attr(1, text));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    byte[] authenticator() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return octets;
    }

    byte[] noise(int octets) {
        byte[] noise = new byte[octets];
        random.nextBytes(noise);
        return noise;
    }

    /** Header and contents as they are given; the Length is the true one. */
    byte[] plain(int code, byte[] authenticator, byte[]... attributes) {
        byte[] body = join(attributes);
        int length = 20 + body.length;
        byte[] head = {
            (byte) code, (byte) random.nextInt(256), (byte) (length >> 8), (byte) length
        };
        return join(head, authenticator, body);
    }

    /** Signed in its first attribute. */
    byte[] signed(int code, byte[] authenticator, byte[]... attributes) {
        byte[] packet =
                plain(
                        code,
                        authenticator,
                        attr(Attr.MESSAGE_AUTHENTICATOR, new byte[16]),
                        join(attributes));
        return sign(packet, 22);
    }

    /** Fills in the Message-Authenticator whose value is at that offset. */
    static byte[] sign(byte[] packet, int at) {
        return sign(packet, at, TEXT);
    }

    static byte[] sign(byte[] packet, int at, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            byte[] made = mac.doFinal(packet);
            System.arraycopy(made, 0, packet, at, 16);
            return packet;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] password(byte[] authenticator, String clear) {
        return attr(
                Attr.USER_PASSWORD,
                PapHiding.hide(
                        clear.getBytes(StandardCharsets.UTF_8),
                        SECRET,
                        Octets.copyOf(authenticator)));
    }

    /** A look-up as a hub sends it, with more attributes after what it has. */
    byte[] lookUp(String name, byte[]... more) {
        byte[] authenticator = authenticator();
        return signed(1, authenticator, lookUpBody(authenticator, attr(1, name)), join(more));
    }

    byte[] lookUpBody(byte[] authenticator, byte[] name) {
        return join(
                name,
                password(authenticator, "cisco"),
                u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND));
    }

    /** An Access-Request with what is given and nothing else but its signature. */
    byte[] access(byte[]... attributes) {
        return signed(1, authenticator(), attributes);
    }

    byte[] eap(String name, byte[] message, byte[]... more) {
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int at = 0; at < Math.max(1, message.length); at += 253) {
            pieces.writeBytes(
                    attr(
                            Attr.EAP_MESSAGE,
                            Arrays.copyOfRange(message, at, Math.min(message.length, at + 253))));
        }
        return access(attr(1, name), pieces.toByteArray(), join(more));
    }

    byte[] accounting(byte[]... attributes) {
        return hashed(plain(4, new byte[16], attributes), TEXT);
    }

    byte[] accountingSigned(byte[]... attributes) {
        byte[] packet =
                plain(
                        4,
                        new byte[16],
                        attr(Attr.MESSAGE_AUTHENTICATOR, new byte[16]),
                        join(attributes));
        return hashed(sign(packet, 22), TEXT);
    }

    static byte[] hashed(byte[] packet, String secret) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(packet, 0, 4);
            md5.update(new byte[16]);
            md5.update(packet, 20, packet.length - 20);
            byte[] made = md5.digest(secret.getBytes(StandardCharsets.UTF_8));
            System.arraycopy(made, 0, packet, 4, 16);
            return packet;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] report(int status, String id, byte[]... more) {
        return join(u32(Attr.ACCT_STATUS_TYPE, status), attr(Attr.ACCT_SESSION_ID, id), join(more));
    }

    static byte[] at(byte[] packet, int offset, int value) {
        packet[offset] = (byte) value;
        return packet;
    }

    static byte[] length(byte[] packet, int length) {
        return at(at(packet, 2, length >> 8), 3, length);
    }

    static byte[] cut(byte[] packet, int length) {
        return Arrays.copyOf(packet, length);
    }

    static byte[] nothing() {
        return NO_OCTETS;
    }
}
