package io.flexaaa.server.transport;

import static io.flexaaa.server.transport.BadPackets.attr;
import static io.flexaaa.server.transport.BadPackets.join;
import static io.flexaaa.server.transport.BadPackets.report;
import static io.flexaaa.server.transport.BadPackets.u32;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Octets;
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
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.transport.BadInput.Outcome;
import io.flexaaa.server.transport.BadInput.Where;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The bad-input list over the wire: what each packet must get, what must be counted for it, and
 * that the next good look-up is served. The packets are made without the product's encoder.
 */
@ServerTest
class BadInputIT {

    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.21");
    private static final InetAddress EXCUSED = InetAddress.ofLiteral("127.0.0.22");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.23");
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.0.1");
    private static final int GRACE_MILLIS = 40;
    private static final int FLOOD = 2_000;
    private static boolean ready;

    @Autowired private NasService nas;
    @Autowired private PeerService peers;
    @Autowired private SnapshotService snapshot;
    @Autowired private SessionService sessions;
    @Autowired private DecisionLog decisions;
    @Autowired private MeterRegistry meters;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    @Value("${flexaaa.radius.acct-ports}")
    private int acctPort;

    private final BadPackets packets = new BadPackets(System.nanoTime());

    static Stream<BadInput> rows() {
        return Stream.concat(BadInputPackets.rows().stream(), BadInputContents.rows().stream());
    }

    @BeforeEach
    void site() throws Exception {
        if (ready) return;
        ready = true;
        nas.put("bad-input", client("127.0.0.21", true), null);
        nas.put("bad-input-excused", client("127.0.0.22", false), null);
        PskWrite psk = new PskWrite(PskKind.SYMMETRIC, "the-key-of-it", null, null, null);
        peers.put(
                BadInputPackets.PEER,
                new PeerWrite(null, true, null, psk, null, null, null, null, List.of(), null, null),
                null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
    }

    private static NasWrite client(String address, boolean require) {
        return new NasWrite(null, address, BadPackets.TEXT, null, require, null, null, null, true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isMetAsItMust(BadInput row) throws Exception {
        byte[] packet = row.packet().apply(packets);
        int port = row.where() == Where.ACCT ? acctPort : authPort;
        Outcome outcome = row.outcome();
        double before = outcome instanceof Outcome.Dropped(String reason) ? drops(reason) : 0;
        Instant began = Instant.now().minusSeconds(1);
        byte[] reply;
        try (DatagramSocket socket = socket(row.where() == Where.LEGACY ? EXCUSED : CLIENT)) {
            reply = exchange(socket, port, packet, outcome instanceof Outcome.Dropped);
        }
        switch (outcome) {
            case Outcome.Dropped(String reason) -> {
                assertThat(reply).isNull();
                await(() -> drops(reason) > before);
            }
            case Outcome.Rejected(String reason) -> {
                assertThat(codeOf(reply)).isEqualTo(3);
                if (!reason.isEmpty()) await(() -> decided(reason, began));
            }
            case Outcome.Accepted() -> assertThat(codeOf(reply)).isEqualTo(2);
            case Outcome.Recorded() -> assertThat(codeOf(reply)).isEqualTo(5);
            case Outcome.NotAccepted() -> assertThat(codeOf(reply)).isNotEqualTo(2);
        }
        if (reply != null) {
            Octets authenticator = Octets.copyOf(packet, 4, 16);
            assertThat(RadiusSigner.verifyReply(reply, authenticator, BadPackets.SECRET)).isTrue();
        }
    }

    @Test
    void proxyStatesComeBackInTheirOrder() throws Exception {
        byte[] one = attr(33, "one");
        byte[] request =
                packets.lookUp(BadInputPackets.PEER, one, attr(33), attr(33, "three"), one);
        byte[] reply = ask(CLIENT, authPort, request);
        String wanted = Octets.wrap(join(one, attr(33), attr(33, "three"), one)).hex();
        assertThat(Octets.wrap(reply).hex()).contains(wanted);
    }

    @Test
    void duplicatesGetTheSameOctetsAndOthersAnAnswerOfTheirOwn() throws Exception {
        try (DatagramSocket socket = socket(CLIENT);
                DatagramSocket elsewhere = socket(CLIENT)) {
            byte[] request = packets.lookUp(BadInputPackets.PEER);
            byte[] first = exchange(socket, authPort, request, false);
            // D01 the same octets
            assertThat(exchange(socket, authPort, request, false)).isEqualTo(first);
            // D02 the same identifier, another authenticator
            byte[] other = packets.lookUp(BadInputPackets.PEER);
            other[1] = request[1];
            Arrays.fill(other, 22, 38, (byte) 0);
            BadPackets.sign(other, 22);
            assertThat(exchange(socket, authPort, other, false)).isNotEqualTo(first);
            // D03 played again from another port: a request of that port
            assertThat(codeOf(exchange(elsewhere, authPort, request, false))).isEqualTo(2);
            // D04 three at once: as many answers as asked for, all the same
            byte[] thrice = packets.lookUp(BadInputPackets.PEER);
            for (int i = 0; i < 3; i++) send(socket, authPort, thrice);
            Set<String> answers = new HashSet<>();
            for (byte[] reply = receive(socket, 2_000);
                    reply != null;
                    reply = receive(socket, 200)) {
                answers.add(Octets.wrap(reply).hex());
            }
            assertThat(answers).hasSize(1);
        }
    }

    /** D05, D06: under new identifiers, so that no duplicate cache helps. */
    @Test
    void aStartThatComesThreeTimesIsOneSession() throws Exception {
        for (int i = 0; i < 3; i++) {
            ask(CLIENT, acctPort, packets.accounting(report(1, "D05", attr(1, "d05"))));
        }
        await(() -> found("d05", null).size() == 1);
        ask(CLIENT, acctPort, packets.accounting(report(2, "D05", attr(1, "d05"))));
        ask(CLIENT, acctPort, packets.accounting(report(1, "D05", attr(1, "d05"))));
        assertThat(found("d05", SessionState.ENDED)).hasSize(1);
        assertThat(found("d05", SessionState.UP)).isEmpty();
    }

    /** Where FreeRADIUS 3.2.1 stores 1890 and -1 octets, stays silent, or keeps a dead session. */
    @Test
    void accountingKeepsWhatCanBeTrue() throws Exception {
        Instant now = Instant.now();
        ask(CLIENT, acctPort, packets.accounting(report(2, "G14", limits("g14"))));
        Session limit = found("g14", SessionState.ENDED).getFirst();
        assertThat(limit.startedAt()).isBetween(now.minusSeconds(60), now.plusSeconds(60));
        assertThat(limit.rxBytes()).isEqualTo("18446744073709551615");
        assertThat(limit.flags()).isNotEmpty();

        ask(CLIENT, acctPort, packets.accounting(report(3, "G14", limits("g14"))));
        assertThat(found("g14", SessionState.ENDED)).hasSize(1);

        byte[] in2106 = u32(55, 0xffffffffL);
        ask(CLIENT, acctPort, packets.accounting(report(1, "G15", attr(1, "g15"), in2106)));
        await(() -> found("g15", SessionState.UP).size() == 1);
        ask(CLIENT, acctPort, packets.accounting(u32(40, 7)));
        await(() -> found("g15", SessionState.ENDED).size() == 1);
        assertThat(found("g15", SessionState.ENDED).getFirst().startedAt())
                .isBetween(now.minusSeconds(60), now.plusSeconds(60));

        ask(
                CLIENT,
                acctPort,
                packets.accounting(report(1, "G16", attr(1, BadPackets.hex("610067313600")))));
        await(() -> found("a\u2400g16\u2400", null).size() == 1);
    }

    private static byte[] limits(String name) {
        long most = 0xffffffffL;
        return join(attr(1, name), u32(42, most), u32(52, most), u32(46, most), u32(41, most));
    }

    @Test
    void floodsPassAndLeaveNothingBehind() throws Exception {
        byte[] good = packets.lookUp(BadInputPackets.PEER);
        flood("warm-up", CLIENT, p -> good);
        long before = usedHeap();
        flood("H01 unknown client", STRANGER, p -> p.lookUp(BadInputPackets.PEER));
        flood(
                "H02 EAP begun and left",
                CLIENT,
                p -> p.eap("eve", BadPackets.hex("0201000801657665")));
        flood(
                "H03 wrong Message-Authenticators",
                CLIENT,
                p -> BadPackets.at(p.lookUp(BadInputPackets.PEER), 30, 7));
        flood(
                "H04 malformed",
                CLIENT,
                p -> p.access(attr(1, BadInputPackets.PEER), BadPackets.hex("c800")));
        flood("H05 noise", CLIENT, p -> p.noise(20 + p.noise(1)[0] & 0xff));
        flood(
                "H06 wrong passwords",
                CLIENT,
                p -> {
                    byte[] authenticator = p.authenticator();
                    return p.signed(
                            1,
                            authenticator,
                            attr(1, BadInputPackets.PEER),
                            p.password(authenticator, "wrong"),
                            u32(6, 5));
                });
        flood("H07 sessions never ended", CLIENT, p -> p.accounting(report(9, "H07")));
        long grown = usedHeap() - before;
        System.out.printf("heap after the floods: %+d kB%n", grown / 1_024);
        assertThat(grown).isLessThan(50L << 20);
    }

    private void flood(String what, InetAddress from, Function<BadPackets, byte[]> packet)
            throws IOException {
        int port = what.startsWith("H07") ? acctPort : authPort;
        try (DatagramSocket socket = socket(from)) {
            for (int i = 0; i < FLOOD; i++) send(socket, port, packet.apply(packets));
        }
        long began = System.nanoTime();
        byte[] reply = ask(CLIENT, authPort, packets.lookUp(BadInputPackets.PEER));
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.printf("%s: %d packets, then a good look-up in %d ms%n", what, FLOOD, millis);
        assertThat(codeOf(reply)).isEqualTo(2);
        assertThat(millis).as(what).isLessThan(1_500);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private List<Session> found(String userName, @Nullable SessionState state) {
        return sessions.list(
                        new SessionQuery(
                                state,
                                state == null || state == SessionState.ENDED,
                                userName,
                                null,
                                null,
                                null,
                                null,
                                PageRequest.first(10)))
                .items();
    }

    private boolean decided(String reason, Instant since) {
        // A name like a group's is told as an unknown group; both are right for a stranger's name.
        List<Decision> newest =
                decisions
                        .search(
                                new DecisionQuery(
                                        null, null, null, reason, null, PageRequest.first(5)))
                        .items();
        return newest.stream().anyMatch(d -> d.at().isAfter(since));
    }

    private double drops(String reason) {
        Counter counter = meters.find("flexaaa.radius.drops").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void await(java.util.concurrent.Callable<Boolean> done) {
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(done);
    }

    private static int codeOf(byte @Nullable [] reply) {
        return reply == null ? -1 : reply[0];
    }

    private static DatagramSocket socket(InetAddress from) throws IOException {
        return new DatagramSocket(0, from);
    }

    private byte[] ask(InetAddress from, int port, byte[] request) throws IOException {
        try (DatagramSocket socket = socket(from)) {
            for (int attempt = 0; attempt < 5; attempt++) {
                send(socket, port, request);
                byte[] reply = receive(socket, 4_000);
                if (reply != null) return reply;
            }
        }
        throw new AssertionError("no reply on port " + port);
    }

    /**
     * The answer to a packet. Whether there is none is known once a Status-Server sent after it is
     * answered, and a moment has passed for the port's other threads.
     */
    private byte @Nullable [] exchange(
            DatagramSocket socket, int port, byte[] packet, boolean silence) throws IOException {
        send(socket, port, packet);
        if (!silence) {
            byte[] reply = receive(socket, 3_000);
            if (reply != null) return reply;
        }
        byte[] status = packets.signed(12, packets.authenticator());
        if (packet.length > 1) status[1] = (byte) (packet[1] + 1);
        Arrays.fill(status, 22, 38, (byte) 0);
        BadPackets.sign(status, 22);
        List<byte[]> others = new ArrayList<>();
        boolean alive = false;
        for (int attempt = 0; attempt < 5 && !alive; attempt++) {
            send(socket, port, status);
            for (byte[] reply = receive(socket, 2_000);
                    reply != null;
                    reply = receive(socket, GRACE_MILLIS)) {
                if (reply[1] == status[1]) alive = true;
                else others.add(reply);
            }
        }
        assertThat(alive).as("the server answers a Status-Server").isTrue();
        return others.isEmpty() ? null : others.getFirst();
    }

    private void send(DatagramSocket socket, int port, byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, SERVER, port));
    }

    private static byte @Nullable [] receive(DatagramSocket socket, int waitMillis)
            throws IOException {
        socket.setSoTimeout(waitMillis);
        DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
        try {
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        }
    }
}
