package io.flexaaa.server.transport.radsec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.Radius11;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.certificate.CertificateService;
import io.flexaaa.server.certificate.OpenSsl;
import io.flexaaa.server.certificate.RevocationReason;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The RadSec port of a whole server, with our own client and with OpenSSL's s_client. */
@ServerTest
class RadSecIT {
    private static final Secret SECRET = Secret.ofUtf8("radsec");
    private final SecureRandom random = new SecureRandom();

    @TempDir private Path folder = Path.of(".");
    private final CertificateService certificates;
    private final RadSecSite site;
    private final int port;
    private RadSecSite.@Nullable Hub hub;

    @Autowired
    RadSecIT(
            ApplicationContext context,
            CertificateService certificates,
            @Value("${flexaaa.radsec.port}") int port) {
        this.site = new RadSecSite(context);
        this.certificates = certificates;
        this.port = port;
    }

    @BeforeEach
    void open() throws Exception {
        site.open();
        hub = site.hub(RadSecSite.NAME);
    }

    private RadSecSite.Hub hub() {
        if (hub == null) throw new IllegalStateException();
        return hub;
    }

    private RadSecClient connect(String... alpn) throws IOException {
        return new RadSecClient(hub().context(), RadSecSite.HUB, port, alpn);
    }

    @Test
    void oneConnectionCarriesAllKinds() throws Exception {
        try (RadSecClient client = connect()) {
            assertThat(client.protocol()).isEqualTo("TLSv1.3");
            byte[] lookUp = lookUp(1);
            client.write(lookUp);
            client.write(account(2));
            client.write(RadiusSigner.statusServer(3, authenticator(), Attributes.EMPTY, SECRET));
            Set<Integer> identifiers = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                RadiusPacket reply = client.packet();
                identifiers.add(reply.identifier());
                switch (reply.identifier()) {
                    case 1 -> {
                        assertThat(reply.code()).isEqualTo(Code.ACCESS_ACCEPT);
                        assertThat(key(reply, Octets.copyOf(lookUp, 4, 16)))
                                .isEqualTo("key-over-tls");
                    }
                    case 2 -> assertThat(reply.code()).isEqualTo(Code.ACCOUNTING_RESPONSE);
                    default -> assertThat(reply.code()).isEqualTo(Code.ACCESS_ACCEPT);
                }
            }
            assertThat(identifiers).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    @Test
    void recordsAndPacketsNeedNotCoincide() throws Exception {
        try (RadSecClient client = connect()) {
            byte[] one = lookUp(1);
            for (byte octet : one) client.write(new byte[] {octet});
            assertThat(client.packet().identifier()).isEqualTo(1);
            byte[] two = lookUp(2);
            byte[] three = lookUp(3);
            byte[] both = new byte[two.length + three.length];
            System.arraycopy(two, 0, both, 0, two.length);
            System.arraycopy(three, 0, both, two.length, three.length);
            // Two packets and a half in one record, the cut within the Length field.
            client.write(java.util.Arrays.copyOf(both, two.length + 3));
            assertThat(client.packet().identifier()).isEqualTo(2);
            client.write(java.util.Arrays.copyOfRange(both, two.length + 3, both.length));
            assertThat(client.packet().identifier()).isEqualTo(3);
        }
    }

    @Test
    void aHundredRequestsAtOnceAreAllAnswered() throws Exception {
        try (RadSecClient client = connect()) {
            for (int i = 0; i < 100; i++) client.write(lookUp(i));
            Set<Integer> answered = new HashSet<>();
            for (int i = 0; i < 100; i++) answered.add(client.packet().identifier());
            assertThat(answered).hasSize(100);
        }
    }

    @Test
    void radius11HasTokensAndNoMd5() throws Exception {
        try (RadSecClient client = connect(Radius11.ALPN, Radius11.ALPN_CLASSIC)) {
            assertThat(client.alpn()).isEqualTo(Radius11.ALPN);
            client.write(
                    Radius11.encode(
                            Code.ACCESS_REQUEST,
                            0xfeedbeef,
                            Attributes.builder()
                                    .string(Attr.USER_NAME, "radsec-spoke")
                                    .string(Attr.USER_PASSWORD, "cisco")
                                    .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND)
                                    .build()));
            byte[] octets = client.read();
            assertThat(octets[0]).isEqualTo((byte) Code.ACCESS_ACCEPT.value());
            assertThat(octets[1]).isZero();
            assertThat(Radius11.token(octets)).isEqualTo(0xfeedbeef);
            assertThat(java.util.Arrays.copyOfRange(octets, 8, 20)).containsOnly(0);
            RadiusPacket reply =
                    io.flexaaa.protocol.radius.RadiusCodec.decode(octets, 0, octets.length);
            assertThat(reply.attributes().has(Attr.MESSAGE_AUTHENTICATOR)).isFalse();
            assertThat(value(reply, Attr.TUNNEL_PASSWORD))
                    .isEqualTo(Octets.of(0).plus(Octets.ofUtf8("key-over-tls")));
            // More at once than an identifier of eight bits could tell apart.
            for (int i = 0; i < 300; i++) {
                client.write(Radius11.encode(Code.STATUS_SERVER, i << 12, Attributes.EMPTY));
            }
            Set<Integer> tokens = new HashSet<>();
            for (int i = 0; i < 300; i++) tokens.add(Radius11.token(client.read()));
            assertThat(tokens).hasSize(300);
        }
    }

    @Test
    void alpnIsNegotiatedAsTheRfcSays() throws Exception {
        try (RadSecClient none = connect()) {
            assertThat(none.alpn()).isEmpty();
        }
        try (RadSecClient classic = connect(Radius11.ALPN_CLASSIC)) {
            assertThat(classic.alpn()).isEqualTo(Radius11.ALPN_CLASSIC);
            classic.write(lookUp(4));
            assertThat(classic.packet().code()).isEqualTo(Code.ACCESS_ACCEPT);
        }
        assertThatThrownBy(() -> connect("h2")).hasMessageContaining("no_application_protocol");
    }

    @Test
    void aBadPacketCostsOneRequestABadLengthTheConnectionAndNobodyElse() throws Exception {
        try (RadSecClient other = connect();
                RadSecClient client = connect()) {
            byte[] forged = lookUp(5);
            forged[25] ^= 1;
            client.write(forged);
            byte[] unknown = lookUp(6);
            unknown[0] = 99;
            client.write(unknown);
            byte[] overrun = lookUp(7);
            overrun[21] = (byte) 255;
            client.write(overrun);
            client.write(lookUp(8));
            assertThat(client.packet().identifier()).isEqualTo(8);

            for (int length : new int[] {0, 19, 4097, 65_535}) {
                try (RadSecClient lost = connect()) {
                    byte[] packet = lookUp(9);
                    packet[2] = (byte) (length >> 8);
                    packet[3] = (byte) length;
                    lost.write(packet);
                    assertThat(end(lost)).as("Length %d", length).isTrue();
                }
            }
            // A record that does not authenticate: garbage under TLS in the middle of a stream.
            try (RadSecClient broken = connect()) {
                broken.write(lookUp(10));
                // Before the garbage: the alert for that may overtake an answer.
                assertThat(broken.packet().identifier()).isEqualTo(10);
                broken.raw
                        .getOutputStream()
                        .write(
                                new byte[] {
                                    23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
                                    15, 16, 17, 18, 19, 20
                                });
                broken.raw.getOutputStream().flush();
                assertThat(end(broken)).isTrue();
            }
            other.write(lookUp(11));
            assertThat(other.packet().identifier()).isEqualTo(11);
            client.write(lookUp(12));
            assertThat(client.packet().identifier()).isEqualTo(12);
        }
    }

    @Test
    void slowAndSilentClientsAreCutOffAndIdleOnesLive() throws Exception {
        try (RadSecClient idle = connect();
                RadSecClient partial = connect();
                Socket silent = raw(RadSecSite.HUB);
                Socket garbage = raw(RadSecSite.HUB)) {
            garbage.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(garbage.getInputStream().readAllBytes().length).isLessThan(20);
            partial.write(java.util.Arrays.copyOf(lookUp(1), 30));
            assertThat(end(partial)).isTrue();
            assertThat(silent.getInputStream().read()).isNegative();
            // By now it was idle for longer than any packet or handshake may take.
            idle.write(lookUp(2));
            assertThat(idle.packet().identifier()).isEqualTo(2);
        }
    }

    @Test
    void oneSourceHasOnlySoManyConnections() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) open.add(raw("127.0.0.78"));
            Socket tooMany = raw("127.0.0.78");
            open.add(tooMany);
            assertThat(tooMany.getInputStream().read()).isNegative();
            try (RadSecClient client = connect()) {
                client.write(lookUp(3));
                assertThat(client.packet().identifier()).isEqualTo(3);
            }
        } finally {
            for (Socket socket : open) socket.close();
        }
    }

    @Test
    void aRevokedCertificateEndsItsConnection() throws Exception {
        RadSecSite.Hub doomed = site.hub(RadSecSite.NAME);
        try (RadSecClient client = new RadSecClient(doomed.context(), RadSecSite.HUB, port);
                RadSecClient other = connect()) {
            client.write(lookUp(1));
            assertThat(client.packet().identifier()).isEqualTo(1);
            certificates.revoke(doomed.id(), RevocationReason.KEY_COMPROMISE);
            assertThat(end(client)).isTrue();
            other.write(lookUp(2));
            assertThat(other.packet().identifier()).isEqualTo(2);
        }
        // This client resumes its TLS session and shows no certificate; a fresh one is told by
        // alert.
        try (RadSecClient resumed = new RadSecClient(doomed.context(), RadSecSite.HUB, port)) {
            assertThat(end(resumed)).isTrue();
        }
        OpenSsl openssl = new OpenSsl(folder);
        RadSecSite.files(doomed, openssl);
        assertThat(sClient(openssl, "-cert hub.pem -key hub.key "))
                .contains("alert certificate unknown");
    }

    @Test
    void strangersAreRefused() throws Exception {
        OpenSsl openssl = new OpenSsl(folder);
        RadSecSite.files(hub(), openssl);
        openssl.must(
                "req -x509 -newkey rsa:2048 -nodes -keyout other.key -subj /CN=stranger -addext"
                        + " subjectAltName=DNS:hub.radsec.test -out other.pem");
        assertThat(sClient(openssl, "")).contains("certificate required");
        assertThat(sClient(openssl, "-cert other.pem -key other.key ")).contains("alert");
        assertThat(sClient(openssl, "-cert hub.pem -key hub.key -tls1_2 "))
                .contains("protocol version");
        assertThat(sClient(openssl, "-cert hub.pem -key hub.key -alpn http/1.1 "))
                .contains("no application protocol");
        // The right certificate from an address that is not the hub's, and another hub's from it.
        try (RadSecClient elsewhere = new RadSecClient(hub().context(), "127.0.0.79", port)) {
            assertThat(end(elsewhere)).isTrue();
        }
        RadSecSite.Hub another = site.hub("other.radsec.test");
        try (RadSecClient wrong = new RadSecClient(another.context(), RadSecSite.HUB, port)) {
            assertThat(end(wrong)).isTrue();
        }
        try (RadSecClient client = connect()) {
            client.write(lookUp(1));
            assertThat(client.packet().identifier()).isEqualTo(1);
        }
    }

    private String sClient(OpenSsl openssl, String arguments) {
        return openssl.run(
                        "s_client -connect 127.0.0.1:"
                                + port
                                + " -bind "
                                + RadSecSite.HUB
                                + ":0 -CAfile ca.pem -verify_return_error -ign_eof "
                                + arguments
                                + "-servername localhost",
                        "x")
                .output();
    }

    private Socket raw(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Whether the server ends it, with or without a last word. */
    private static boolean end(RadSecClient client) {
        try {
            client.raw.setSoTimeout(60_000);
            return client.read().length == 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Octets authenticator() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return Octets.wrap(octets);
    }

    private byte[] lookUp(int identifier) {
        Octets authenticator = authenticator();
        byte[] clear = "cisco".getBytes(StandardCharsets.UTF_8);
        return RadiusSigner.accessRequest(
                identifier,
                authenticator,
                Attributes.builder()
                        .string(Attr.USER_NAME, "radsec-spoke")
                        .add(
                                Attr.USER_PASSWORD,
                                Octets.wrap(PapHiding.hide(clear, SECRET, authenticator)))
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND)
                        .build(),
                SECRET);
    }

    private static byte[] account(int identifier) {
        return RadiusSigner.hashedRequest(
                Code.ACCOUNTING_REQUEST,
                identifier,
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, Attr.ACCT_START)
                        .string(Attr.ACCT_SESSION_ID, "radsec-1")
                        .string(Attr.USER_NAME, "radsec-spoke")
                        .build(),
                SECRET,
                false);
    }

    private static String key(RadiusPacket reply, Octets authenticator) throws Exception {
        return new String(
                TunnelPassword.decrypt(value(reply, Attr.TUNNEL_PASSWORD), SECRET, authenticator),
                StandardCharsets.UTF_8);
    }

    private static Octets value(RadiusPacket packet, int type) {
        var found = packet.attributes().first(type);
        assertThat(found).as("attribute %d", type).isNotNull();
        return found == null ? Octets.EMPTY : found.value();
    }
}
