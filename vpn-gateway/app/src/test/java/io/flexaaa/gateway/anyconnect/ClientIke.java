package io.flexaaa.gateway.anyconnect;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The initiator's half of IKEv2 for tests, written from RFC 7296 without a line of the gateway's
 * codec: x25519, AES-CBC-256, HMAC-SHA-256, no fragments, no NAT.
 */
final class ClientIke {
    static final int SA = 33;
    static final int KE = 34;
    static final int IDI = 35;
    static final int IDR = 36;
    static final int CERT = 37;
    static final int AUTH = 39;
    static final int NONCE = 40;
    static final int NOTIFY = 41;
    static final int DELETE = 42;
    static final int TSI = 44;
    static final int TSR = 45;
    static final int SK = 46;
    static final int CP = 47;
    static final int EAP = 48;

    /** A payload of a message: its type and body. */
    record Part(int type, byte[] body) {}

    private final SecureRandom random = new SecureRandom();
    private final long spiI = random.nextLong() | 1;
    private long spiR;
    private final byte[] nonce = bytes(32);
    private byte[] peerNonce = new byte[0];
    private byte[] initRequest = new byte[0];
    private byte[] initResponse = new byte[0];
    private byte[] integrityOut = new byte[0];
    private byte[] integrityIn = new byte[0];
    private byte[] keyOut = new byte[0];
    private byte[] keyIn = new byte[0];
    private byte[] authOut = new byte[0];
    private byte[] authIn = new byte[0];
    private KeyPair dh;
    private int messageId;

    ClientIke() throws GeneralSecurityException {
        dh = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    }

    byte[] bytes(int n) {
        byte[] out = new byte[n];
        random.nextBytes(out);
        return out;
    }

    // ---- IKE_SA_INIT

    byte[] initRequest() {
        byte[] u = littleEndian(((XECPublicKey) dh.getPublic()).getU());
        List<Part> parts =
                List.of(
                        new Part(
                                SA,
                                concat(
                                        hex("0000002c01010004"),
                                        hex("0300000c0100000c800e0100"),
                                        hex("0300000802000005"),
                                        hex("030000080300000c"),
                                        hex("000000080400001f"))),
                        new Part(KE, concat(hex("001f0000"), u)),
                        new Part(NONCE, nonce));
        initRequest = message(34, 0, parts);
        return initRequest;
    }

    void initResponse(byte[] message) throws GeneralSecurityException {
        initResponse = message;
        spiR = ByteBuffer.wrap(message).getLong(8);
        byte[] shared = new byte[0];
        for (Part part : parts(message[16] & 0xff, message, 28)) {
            if (part.type() == KE) {
                shared = agree(Arrays.copyOfRange(part.body(), 4, part.body().length));
            } else if (part.type() == NONCE) {
                peerNonce = part.body();
            }
        }
        byte[] seed = prf(concat(nonce, peerNonce), shared);
        byte[] spis = ByteBuffer.allocate(16).putLong(spiI).putLong(spiR).array();
        ByteBuffer keys = ByteBuffer.wrap(stretch(seed, concat(nonce, peerNonce, spis), 7 * 32));
        take(keys);
        integrityOut = take(keys);
        integrityIn = take(keys);
        keyOut = take(keys);
        keyIn = take(keys);
        authOut = take(keys);
        authIn = take(keys);
    }

    private static byte[] take(ByteBuffer keys) {
        byte[] out = new byte[32];
        keys.get(out);
        return out;
    }

    private byte[] agree(byte[] theirs) throws GeneralSecurityException {
        byte[] big = theirs.clone();
        reverse(big);
        big[0] &= 0x7f;
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(dh.getPrivate());
        agreement.doPhase(
                KeyFactory.getInstance("X25519")
                        .generatePublic(
                                new XECPublicKeySpec(
                                        NamedParameterSpec.X25519, new BigInteger(1, big))),
                true);
        return agreement.generateSecret();
    }

    private static byte[] littleEndian(BigInteger u) {
        byte[] big = u.toByteArray();
        byte[] out = new byte[32];
        int n = Math.min(32, big.length);
        System.arraycopy(big, big.length - n, out, 32 - n, n);
        reverse(out);
        return out;
    }

    private static void reverse(byte[] octets) {
        for (int i = 0; i < octets.length / 2; i++) {
            byte held = octets[i];
            octets[i] = octets[octets.length - 1 - i];
            octets[octets.length - 1 - i] = held;
        }
    }

    // ---- what AUTH covers, RFC 7296 §2.15

    byte[] ownSigned(byte[] idBody) throws GeneralSecurityException {
        return concat(initRequest, peerNonce, prf(authOut, idBody));
    }

    byte[] peersSigned(byte[] idBody) throws GeneralSecurityException {
        return concat(initResponse, nonce, prf(authIn, idBody));
    }

    /** AUTH with a shared key; null = SK_pi, for a method without a key of its own. */
    byte[] sharedKeyAuth(byte[] idBody, byte... key) throws GeneralSecurityException {
        byte[] padded = prf(key.length == 0 ? authOut : key, ascii("Key Pad for IKEv2"));
        return concat(hex("02000000"), prf(padded, ownSigned(idBody)));
    }

    boolean verifiesAfterEap(byte[] idBody, byte[] auth) throws GeneralSecurityException {
        byte[] padded = prf(authIn, ascii("Key Pad for IKEv2"));
        return Arrays.equals(auth, concat(hex("02000000"), prf(padded, peersSigned(idBody))));
    }

    // ---- protected messages

    byte[] seal(int exchange, List<Part> parts) throws GeneralSecurityException {
        byte[] inner = encode(parts);
        int padding = 15 - inner.length % 16;
        byte[] plain = Arrays.copyOf(inner, inner.length + padding + 1);
        plain[plain.length - 1] = (byte) padding;
        byte[] iv = bytes(16);
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keyOut, "AES"), new IvParameterSpec(iv));
        byte[] body = concat(iv, cipher.doFinal(plain), new byte[16]);
        int first = parts.isEmpty() ? 0 : parts.getFirst().type();
        ByteBuffer out = header(SK, exchange, ++messageId, 28 + 4 + body.length, 0x08);
        out.put((byte) first).put((byte) 0).putShort((short) (4 + body.length)).put(body);
        byte[] message = out.array();
        byte[] mac = mac(integrityOut, Arrays.copyOf(message, message.length - 16));
        System.arraycopy(mac, 0, message, message.length - 16, 16);
        return message;
    }

    List<Part> open(byte[] message) throws GeneralSecurityException {
        byte[] mac = mac(integrityIn, Arrays.copyOf(message, message.length - 16));
        byte[] theirs = Arrays.copyOfRange(message, message.length - 16, message.length);
        if (!Arrays.equals(Arrays.copyOf(mac, 16), theirs)) {
            throw new GeneralSecurityException("checksum");
        }
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(keyIn, "AES"),
                new IvParameterSpec(message, 32, 16));
        byte[] plain = cipher.doFinal(message, 48, message.length - 48 - 16);
        int padding = plain[plain.length - 1] & 0xff;
        return parts(message[28] & 0xff, Arrays.copyOf(plain, plain.length - padding - 1), 0);
    }

    /** Ours is answered under this message id. */
    static int messageId(byte[] message) {
        return ByteBuffer.wrap(message).getInt(20);
    }

    static boolean isResponse(byte[] message) {
        return (message[19] & 0x20) != 0;
    }

    long spi() {
        return spiI;
    }

    int lastMessageId() {
        return messageId;
    }

    private byte[] message(int exchange, int id, List<Part> parts) {
        byte[] body = encode(parts);
        ByteBuffer out = header(parts.getFirst().type(), exchange, id, 28 + body.length, 0x08);
        return out.put(body).array();
    }

    private ByteBuffer header(int first, int exchange, int id, int length, int flags) {
        return ByteBuffer.allocate(length)
                .putLong(spiI)
                .putLong(spiR)
                .put((byte) first)
                .put((byte) 0x20)
                .put((byte) exchange)
                .put((byte) flags)
                .putInt(id)
                .putInt(length);
    }

    private static byte[] encode(List<Part> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            byte[] body = parts.get(i).body();
            int next = i + 1 < parts.size() ? parts.get(i + 1).type() : 0;
            out.writeBytes(
                    ByteBuffer.allocate(4)
                            .put((byte) next)
                            .put((byte) 0)
                            .putShort((short) (4 + body.length))
                            .array());
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private static List<Part> parts(int first, byte[] from, int start) {
        List<Part> out = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(from);
        int type = first;
        for (int at = start; type != 0; ) {
            int length = in.getShort(at + 2) & 0xffff;
            out.add(new Part(type, Arrays.copyOfRange(from, at + 4, at + length)));
            type = from[at] & 0xff;
            at += length;
        }
        return out;
    }

    // ---- PRF

    static byte[] prf(byte[] key, byte[] data) throws GeneralSecurityException {
        return mac(key, data);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] stretch(byte[] key, byte[] seed, int octets)
            throws GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] last = new byte[0];
        for (int i = 1; out.size() < octets; i++) {
            last = prf(key, concat(last, seed, new byte[] {(byte) i}));
            out.writeBytes(last);
        }
        return Arrays.copyOf(out.toByteArray(), octets);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }

    static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
