package io.flexaaa.gateway.anyconnect;

import static io.flexaaa.gateway.anyconnect.ClientIke.ascii;
import static io.flexaaa.gateway.anyconnect.ClientIke.concat;
import static io.flexaaa.gateway.anyconnect.ClientIke.hex;

import io.flexaaa.gateway.anyconnect.ClientIke.Part;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that logs in by AnyConnect-EAP, or comes back with what it was given. */
final class EmulatedClient {
    static final int ADDRESS = 1;
    static final int BANNER = 28_672;
    static final int CLEANUP = 28_706;
    static final int TOKEN_ID = 28_708;
    static final int DPD_INTERVAL = 28_709;
    static final int SESSION_ID = 28_732;

    /** One datagram there, one back. */
    interface Path {
        byte[] exchange(byte[] request) throws Exception;
    }

    /** The device's: PKCS #7 and the key of its first certificate. */
    record Device(byte[] pkcs7, PrivateKey key) {}

    /** How it ended: what the hub configured, or why it refused. */
    record Outcome(Map<Integer, byte[]> reply, int refusal) {
        boolean up() {
            return refusal == 0;
        }

        String text(int type) {
            return new String(
                    Objects.requireNonNull(reply.get(type), () -> "attribute " + type),
                    StandardCharsets.UTF_8);
        }

        int number(int type) {
            return ByteBuffer.wrap(Objects.requireNonNull(reply.get(type))).getInt();
        }

        byte[] octets(int type) {
            return Objects.requireNonNull(reply.get(type));
        }
    }

    private static final byte[] EAP_HEADER = hex("fe00000944425250");
    private static final Pattern TYPE = Pattern.compile("config-auth [^>]*type=\"([a-z-]+)\"");

    private final ClientIke ike = new ClientIke();
    private final Path path;
    private byte[] hubId = new byte[0];

    /** What the hub said in forms, for a test to read. */
    final List<String> forms = new ArrayList<>();

    EmulatedClient(Path path) throws GeneralSecurityException {
        this.path = path;
    }

    /** The whole login; {@code passwords} are typed one after the other as long as a form asks. */
    Outcome logIn(String user, @Nullable Device device, String... passwords) throws Exception {
        byte[] id = concat(hex("c9000000"), ascii("*$AnyConnectClient$*"));
        List<Part> answer = first(id, List.of());
        verifyHub(answer);
        byte[] eap = body(answer, ClientIke.EAP);
        int typed = 0;
        while (eap.length > 4) {
            String xml = xml(eap);
            forms.add(xml);
            byte[] reply =
                    switch (type(xml)) {
                        case "hello" -> eap(eap, document("init", ""), List.of());
                        case "complete" -> eap(eap, document("ack", ""), List.of());
                        case "auth-request" ->
                                xml.contains("<client-cert-request/>")
                                        ? certificate(eap, id, device)
                                        : form(eap, xml, user, passwords[typed++]);
                        default -> throw new AssertionError(xml);
                    };
            answer = auth(List.of(new Part(ClientIke.EAP, reply)));
            if (answer.getFirst().type() == ClientIke.NOTIFY) {
                return refused(answer);
            }
            eap = body(answer, ClientIke.EAP);
        }
        if (eap[0] != 3) {
            return new Outcome(Map.of(), 24);
        }
        answer = auth(List.of(new Part(ClientIke.AUTH, ike.sharedKeyAuth(id))));
        if (has(answer, ClientIke.AUTH)
                && !ike.verifiesAfterEap(hubId, body(answer, ClientIke.AUTH))) {
            throw new AssertionError("the hub's second AUTH");
        }
        return outcome(answer);
    }

    /** Comes back with the token; the hub proves itself by certificate as before. */
    Outcome comeBack(String sessionId, byte[] token) throws Exception {
        byte[] id = concat(hex("0b000000"), ascii(sessionId));
        ready();
        List<Part> answer =
                first(id, List.of(new Part(ClientIke.AUTH, ike.sharedKeyAuth(id, token))));
        if (has(answer, ClientIke.AUTH)) {
            verifyHub(answer);
        }
        return outcome(answer);
    }

    /** An empty INFORMATIONAL, as the client sends each dpd-interval. */
    void probe() throws Exception {
        byte[] response = path.exchange(ike.seal(37, List.of()));
        if (!ike.open(response).isEmpty()) {
            throw new AssertionError("an answer to a probe has nothing in it");
        }
    }

    private boolean begun;

    private void ready() throws Exception {
        if (!begun) {
            begun = true;
            ike.initResponse(path.exchange(ike.initRequest()));
        }
    }

    private List<Part> first(byte[] id, List<Part> proof) throws Exception {
        ready();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(ClientIke.IDI, id));
        parts.addAll(proof);
        int[] wanted = {ADDRESS, 3, 13, BANNER, CLEANUP, TOKEN_ID, DPD_INTERVAL, SESSION_ID};
        ByteBuffer cp = ByteBuffer.allocate(4 + 4 * wanted.length).putInt(0x01000000);
        for (int type : wanted) {
            cp.putShort((short) type).putShort((short) 0);
        }
        parts.add(new Part(ClientIke.CP, cp.array()));
        parts.add(
                new Part(
                        ClientIke.SA,
                        concat(
                                hex("0000002001030402"),
                                ike.bytes(4),
                                hex("0300000c01000014800e0080"),
                                hex("0000000805000000"))));
        byte[] any = hex("0100000007000010" + "0000ffff00000000ffffffff");
        parts.add(new Part(ClientIke.TSI, any));
        parts.add(new Part(ClientIke.TSR, any));
        return auth(parts);
    }

    private List<Part> auth(List<Part> parts) throws Exception {
        return ike.open(path.exchange(ike.seal(35, parts)));
    }

    private void verifyHub(List<Part> answer) throws Exception {
        X509Certificate certificate = null;
        byte[] auth = new byte[0];
        for (Part part : answer) {
            switch (part.type()) {
                case ClientIke.IDR -> hubId = part.body();
                case ClientIke.CERT ->
                        certificate = certificate == null ? read(part.body()) : certificate;
                case ClientIke.AUTH -> auth = part.body();
                default -> {
                    // The rest is looked at elsewhere.
                }
            }
        }
        Signature signature = Signature.getInstance("SHA1withRSA");
        signature.initVerify(Objects.requireNonNull(certificate).getPublicKey());
        signature.update(ike.peersSigned(hubId));
        if (auth[0] != 1 || !signature.verify(Arrays.copyOfRange(auth, 4, auth.length))) {
            throw new AssertionError("the hub's AUTH, method " + auth[0]);
        }
    }

    private static X509Certificate read(byte[] body) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(body, 1, body.length - 1));
    }

    // ---- EAP

    private byte[] certificate(byte[] request, byte[] id, @Nullable Device device)
            throws GeneralSecurityException {
        if (device == null) {
            return eap(request, document("init", ""), List.of());
        }
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(device.key());
        signature.update(ike.ownSigned(id));
        return eap(
                request,
                document("init", ""),
                List.of(tlv(3, device.pkcs7()), tlv(1, signature.sign())));
    }

    private static byte[] form(byte[] request, String xml, String user, String password) {
        String fields =
                xml.contains("name=\"answer\"")
                        ? "<answer>" + password + "</answer>"
                        : "<username>" + user + "</username><password>" + password + "</password>";
        return eap(
                request,
                document("auth-reply", "<session-token/><session-id/><auth>" + fields + "</auth>"),
                List.of());
    }

    private static byte[] document(String type, String body) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><config-auth client=\"vpn\" type=\""
                        + type
                        + "\" aggregate-auth-version=\"2\"><version who=\"vpn\">4.10</version>"
                        + "<device-id>linux-64</device-id>"
                        + body
                        + "</config-auth>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] eap(byte[] request, byte[] xml, List<byte[]> before) {
        byte[] body = EAP_HEADER;
        for (byte[] tlv : before) {
            body = concat(body, tlv);
        }
        body = concat(body, tlv(0, xml));
        ByteBuffer head = ByteBuffer.allocate(4).put((byte) 2).put(request[1]);
        return concat(head.putShort((short) (4 + body.length)).array(), body);
    }

    private static byte[] tlv(int type, byte[] value) {
        return concat(
                ByteBuffer.allocate(4)
                        .putShort((short) type)
                        .putShort((short) value.length)
                        .array(),
                value);
    }

    private static String xml(byte[] eap) {
        if (!Arrays.equals(Arrays.copyOfRange(eap, 4, 12), EAP_HEADER)) {
            throw new AssertionError("not the method's EAP");
        }
        return new String(eap, 16, eap.length - 16, StandardCharsets.UTF_8);
    }

    private static String type(String xml) {
        Matcher m = TYPE.matcher(xml);
        return m.find() ? String.valueOf(m.group(1)) : "none";
    }

    // ---- the end

    private static Outcome outcome(List<Part> answer) {
        if (!has(answer, ClientIke.SA)) {
            return refused(answer);
        }
        Map<Integer, byte[]> reply = new LinkedHashMap<>();
        byte[] cp = body(answer, ClientIke.CP);
        ByteBuffer in = ByteBuffer.wrap(cp);
        for (int at = 4; at + 4 <= cp.length; ) {
            int length = in.getShort(at + 2) & 0xffff;
            reply.putIfAbsent(
                    in.getShort(at) & 0x7fff, Arrays.copyOfRange(cp, at + 4, at + 4 + length));
            at += 4 + length;
        }
        return new Outcome(reply, 0);
    }

    private static Outcome refused(List<Part> answer) {
        for (Part part : answer) {
            if (part.type() == ClientIke.NOTIFY) {
                return new Outcome(Map.of(), ByteBuffer.wrap(part.body()).getShort(2) & 0xffff);
            }
        }
        throw new AssertionError("neither a child SA nor a notification");
    }

    private static boolean has(List<Part> parts, int type) {
        return parts.stream().anyMatch(p -> p.type() == type);
    }

    private static byte[] body(List<Part> parts, int type) {
        return parts.stream()
                .filter(p -> p.type() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no payload " + type))
                .body();
    }
}
