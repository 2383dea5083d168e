package io.flexaaa.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionLog;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.snapshot.SnapshotService;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The RADIUS ports of a whole server, from outside: our own packets, good and bad, and radclient's.
 */
@ServerTest
class RadiusIT {

    private static final String TEXT = "shared-by-test-and-server";
    private static final Secret SECRET = Secret.ofUtf8(TEXT);

    /** 127.0.0.9 is a RADIUS client of its own, so that the sample one stays as it is. */
    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.9");

    private final SecureRandom random = new SecureRandom();

    @Autowired private NasService nas;
    @Autowired private PeerService peers;
    @Autowired private SnapshotService snapshot;
    @Autowired private SessionService sessions;
    @Autowired private DecisionLog decisions;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    @Value("${flexaaa.radius.acct-ports}")
    private int acctPort;

    private DatagramSocket socket;

    RadiusIT() throws IOException {
        socket = new DatagramSocket(0, CLIENT);
    }

    @BeforeEach
    void site() throws Exception {
        nas.put(
                "radius-it",
                new NasWrite(null, "127.0.0.9", TEXT, null, true, null, null, null, true),
                null);
        peers.put("it-spoke", peer(true, "key-of-the-spoke"), null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void close() {
        socket.close();
    }

    @Test
    void aLookUpIsAnsweredWithTheKeyAndSigned() throws Exception {
        byte[] request = lookUp("it-spoke", "cisco", "it-audit-1");
        byte[] reply = ask(authPort, request);
        Octets authenticator = Octets.copyOf(request, 4, 16);
        assertThat(RadiusSigner.verifyReply(reply, authenticator, SECRET)).isTrue();
        assertThat(RadiusSigner.verifyReplyMessageAuthenticator(reply, authenticator, SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
        // CVE-2024-3596: first of all attributes.
        assertThat(reply[20]).isEqualTo((byte) Attr.MESSAGE_AUTHENTICATOR);
        RadiusPacket packet = RadiusCodec.decode(reply, 0, reply.length);
        assertThat(packet.code()).isEqualTo(Code.ACCESS_ACCEPT);
        Octets hidden = attribute(packet, Attr.TUNNEL_PASSWORD);
        assertThat(TunnelPassword.decrypt(hidden, SECRET, authenticator))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("key-of-the-spoke");
        assertThat(packet.attributes().avPairs()).containsExactly("ip:interface-config=mtu 1400");
    }

    @Test
    void aRetransmissionGetsTheSameOctets() throws Exception {
        byte[] request = lookUp("it-spoke", "cisco", "it-audit-2");
        byte[] first = ask(authPort, request);
        assertThat(ask(authPort, request)).isEqualTo(first);
        // The same identifier under a new authenticator is a new request.
        byte[] other = lookUp("it-spoke", "cisco", "it-audit-2");
        assertThat(ask(authPort, other)).isNotEqualTo(first);
    }

    @Test
    void aChangedPeerIsInForceOnceItIsSaidToBe() throws Exception {
        peers.put("it-spoke", peer(false, null), null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
        byte[] reply = ask(authPort, lookUp("it-spoke", "cisco", "it-audit-3"));
        assertThat(reply[0]).isEqualTo((byte) Code.ACCESS_REJECT.value());
        Decision decision = await("it-spoke", "peer-disabled");
        assertThat(decision.sentence()).contains("disabled").contains("enable it");
        assertThat(decision.trace().getLast().ok()).isFalse();
    }

    @Test
    void anUnknownNameNamesTheNearest() throws Exception {
        ask(authPort, lookUp("it-spoke.example.com", "cisco", "it-audit-4"));
        assertThat(await("it-spoke.example.com", "unknown-peer").nearest()).contains("it-spoke");
    }

    @Test
    void badPacketsGetNoAnswerAndTheNextGoodOneDoes() throws Exception {
        byte[] good = lookUp("it-spoke", "cisco", "it-audit-5");
        byte[] wrongSecret = good.clone();
        wrongSecret[25] ^= 1;
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        byte[] longer = Arrays.copyOf(good, 60_000);
        longer[2] = (byte) 0xff;
        byte[] empty = new byte[0];
        for (byte[] bad : new byte[][] {wrongSecret, cut, longer, empty}) {
            assertThat(askOnce(authPort, bad, 300)).isNull();
        }
        assertThat(askOnce(acctPort, good, 300)).isNull();
        assertThat(ask(authPort, good)[0]).isEqualTo((byte) Code.ACCESS_ACCEPT.value());
        await("it-spoke", "bad-message-authenticator");
        assertThat(nas.get("radius-it").counters().drops())
                .containsKeys("bad-message-authenticator", "malformed", "wrong-code");
    }

    @Test
    void statusServerIsAnsweredOnBothPorts() throws Exception {
        byte[] request = RadiusSigner.statusServer(7, authenticator(), Attributes.EMPTY, SECRET);
        assertThat(ask(authPort, request)[0]).isEqualTo((byte) Code.ACCESS_ACCEPT.value());
        assertThat(ask(acctPort, request)[0]).isEqualTo((byte) Code.ACCOUNTING_RESPONSE.value());
    }

    @Test
    void accountingFollowsASessionFromLookUpToStop() throws Exception {
        ask(authPort, lookUp("it-spoke", "cisco", "it-audit-6"));
        account(Attr.ACCT_START, 0, 0);
        Session up = awaitSession(s -> s.state() == SessionState.UP);
        assertThat(up.peer()).isEqualTo("it-spoke");
        assertThat(sessions.online("it-spoke")).isTrue();
        account(Attr.ACCT_INTERIM, 30, 5_000_000_000L);
        awaitSession(s -> s.rxBytes().longValueExact() == 5_000_000_000L);
        CompletableFuture<?> ended = sessions.whenEnded(up.id());
        account(Attr.ACCT_STOP, 60, 6_000_000_000L);
        ended.get(10, TimeUnit.SECONDS);
        Session gone = sessions.find(up.id()).orElseThrow();
        assertThat(gone.state()).isEqualTo(SessionState.ENDED);
        assertThat(gone.rxBytes()).isEqualTo(6_000_000_000L);
        // FreeRADIUS stays silent here and the NAS asks for ever.
        account(Attr.ACCT_INTERIM, 50, 5_500_000_000L);
        assertThat(sessions.detail(up.id()).reports()).hasSize(4);
        assertThat(sessions.online("it-spoke")).isFalse();
    }

    @Test
    void accountingOnEndsWhatTheNasHad() throws Exception {
        account(Attr.ACCT_START, 0, 0, "it-audit-7");
        Session up = awaitSession("it-audit-7", s -> s.state() == SessionState.UP);
        byte[] on =
                RadiusSigner.hashedRequest(
                        Code.ACCOUNTING_REQUEST,
                        random.nextInt(256),
                        Attributes.builder().u32(Attr.ACCT_STATUS_TYPE, Attr.ACCT_ON).build(),
                        SECRET,
                        false);
        ask(acctPort, on);
        awaitSession("it-audit-7", s -> "NAS-Reboot".equals(s.terminateCause()));
        assertThat(sessions.find(up.id()).orElseThrow().state()).isEqualTo(SessionState.ENDED);
    }

    @Test
    void radclientAgrees() throws Exception {
        nas.put(
                "radius-it-radclient",
                new NasWrite(null, "127.0.0.1", TEXT, null, true, null, null, null, true),
                null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
        String base = "User-Name=it-spoke,User-Password=cisco,Service-Type=Outbound-User";
        String signed = base + ",Message-Authenticator=0x00";
        assertThat(radclient("auth", authPort, signed))
                .contains("Received Access-Accept")
                .contains("Tunnel-Password:0 = \"key-of-the-spoke\"")
                .contains("Tunnel-Type:0 = ESP");
        assertThat(radclient("auth", authPort, signed.replace("cisco", "wrong")))
                .contains("Received Access-Reject");
        assertThat(radclient("auth", authPort, base)).contains("No reply");
        assertThat(radclient("status", authPort, "Message-Authenticator=0x00"))
                .contains("Received Access-Accept");
        assertThat(
                        radclient(
                                "acct",
                                acctPort,
                                "User-Name=it-spoke,Acct-Status-Type=Start,Acct-Session-Id=rc"))
                .contains("Received Accounting-Response");
        nas.delete("radius-it-radclient");
    }

    private static String radclient(String command, int port, String attributes)
            throws IOException, InterruptedException {
        // Missing? apt-get install freeradius-utils
        Process process =
                new ProcessBuilder(
                                "radclient",
                                "-x",
                                "-r",
                                "1",
                                "-t",
                                "3",
                                "127.0.0.1:" + port,
                                command,
                                TEXT)
                        .redirectErrorStream(true)
                        .start();
        try (var in = process.getOutputStream()) {
            in.write((attributes + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static PeerWrite peer(boolean enabled, @Nullable String psk) {
        return new PeerWrite(
                null,
                enabled,
                null,
                psk == null ? null : new PskWrite(PskKind.SYMMETRIC, psk, null, null, null),
                "10.99.0.1",
                null,
                null,
                null,
                List.of("ip:interface-config=mtu 1400"),
                null,
                null);
    }

    private Octets authenticator() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return Octets.wrap(octets);
    }

    private byte[] lookUp(String name, String password, String audit) {
        Octets authenticator = authenticator();
        byte[] clear = password.getBytes(StandardCharsets.UTF_8);
        Attributes attributes =
                Attributes.builder()
                        .string(Attr.USER_NAME, name)
                        .add(
                                Attr.USER_PASSWORD,
                                Octets.wrap(PapHiding.hide(clear, SECRET, authenticator)))
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND)
                        .avPair("audit-session-id=" + audit)
                        .build();
        return RadiusSigner.accessRequest(9, authenticator, attributes, SECRET);
    }

    private void account(int status, int seconds, long octets) throws IOException {
        account(status, seconds, octets, "it-audit-6");
    }

    private void account(int status, int seconds, long octets, String audit) throws IOException {
        Attributes attributes =
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, status)
                        .string(Attr.ACCT_SESSION_ID, "it-1")
                        .string(Attr.USER_NAME, "it-spoke.example.com")
                        .u32(Attr.ACCT_SESSION_TIME, seconds)
                        .u32(Attr.ACCT_INPUT_OCTETS, octets & 0xffffffffL)
                        .u32(Attr.ACCT_INPUT_GIGAWORDS, octets >>> 32)
                        .avPair("audit-session-id=" + audit)
                        .build();
        byte[] request =
                RadiusSigner.hashedRequest(
                        Code.ACCOUNTING_REQUEST, random.nextInt(256), attributes, SECRET, false);
        byte[] reply = ask(acctPort, request);
        assertThat(reply[0]).isEqualTo((byte) Code.ACCOUNTING_RESPONSE.value());
        assertThat(RadiusSigner.verifyReply(reply, Octets.copyOf(request, 4, 16), SECRET)).isTrue();
    }

    private Session awaitSession(java.util.function.Predicate<Session> wanted) {
        return awaitSession("it-audit-6", wanted);
    }

    private Session awaitSession(String audit, java.util.function.Predicate<Session> wanted) {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> sessions.findByAuditSessionId(audit),
                        found -> found.isPresent() && wanted.test(found.get()))
                .orElseThrow();
    }

    private Decision await(String peer, String reason) {
        DecisionQuery query =
                new DecisionQuery(null, peer, null, reason, null, PageRequest.first(1));
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> decisions.search(query).items(), found -> !found.isEmpty())
                .getFirst();
    }

    private static Octets attribute(RadiusPacket packet, int type) {
        var found = packet.attributes().first(type);
        assertThat(found).as("attribute %d", type).isNotNull();
        return found == null ? Octets.EMPTY : found.value();
    }

    private byte[] ask(int port, byte[] request) throws IOException {
        for (int attempt = 0; attempt < 5; attempt++) {
            byte[] reply = askOnce(port, request, 4_000);
            if (reply != null) return reply;
        }
        throw new AssertionError("no reply on port " + port);
    }

    private byte @Nullable [] askOnce(int port, byte[] request, int waitMillis) throws IOException {
        socket.send(
                new DatagramPacket(
                        request, request.length, InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setSoTimeout(waitMillis);
        DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
        try {
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        }
    }
}
