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
import io.micrometer.core.instrument.Timer;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
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
    private final BadWire wire = new BadWire(packets);

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
        double before = counted(outcome);
        Instant began = Instant.now().minusSeconds(1);
        byte[] reply;
        try (DatagramSocket socket =
                BadWire.socket(row.where() == Where.LEGACY ? EXCUSED : CLIENT)) {
            reply = wire.exchange(socket, port, packet, outcome instanceof Outcome.Dropped);
        }
        switch (outcome) {
            case Outcome.Dropped(String reason) -> {
                assertThat(reply).isNull();
                assertThat(reason).isNotEmpty();
            }
            case Outcome.Rejected(String reason) -> {
                assertThat(BadWire.codeOf(reply)).isEqualTo(3);
                if (!reason.isEmpty()) await(() -> decided(reason, began));
            }
            case Outcome.Accepted() -> assertThat(BadWire.codeOf(reply)).isEqualTo(2);
            case Outcome.Recorded() -> assertThat(BadWire.codeOf(reply)).isEqualTo(5);
            case Outcome.NotAccepted() -> assertThat(BadWire.codeOf(reply)).isNotEqualTo(2);
        }
        await(() -> counted(outcome) > before);
        if (reply != null) {
            Octets authenticator = Octets.copyOf(packet, 4, 16);
            assertThat(RadiusSigner.verifyReply(reply, authenticator, BadPackets.SECRET)).isTrue();
        }
    }

    /** What this outcome is counted by; for {@code NotAccepted} whatever but an accept. */
    private double counted(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Dropped(String reason) -> drops(reason);
            case Outcome.Rejected _ -> answers("reject");
            case Outcome.Accepted _ -> answers("accept");
            case Outcome.Recorded _ -> answers("recorded");
            case Outcome.NotAccepted _ ->
                    answers("reject")
                            + answers("challenge")
                            + meters.find("flexaaa.radius.drops").counters().stream()
                                    .mapToDouble(Counter::count)
                                    .sum();
        };
    }

    private double answers(String outcome) {
        return meters.find("flexaaa.radius.response").tag("outcome", outcome).timers().stream()
                .mapToDouble(Timer::count)
                .sum();
    }

    @Test
    void theListIsComplete() {
        assertThat(rows().map(BadInput::id).toList()).doesNotHaveDuplicates();
        assertThat(rows().count() + BadInputTalks.rows().size()).isGreaterThanOrEqualTo(148);
    }

    @Test
    void proxyStatesComeBackInTheirOrder() throws Exception {
        byte[] one = attr(33, "one");
        byte[] request =
                packets.lookUp(BadInputPackets.PEER, one, attr(33), attr(33, "three"), one);
        byte[] reply = wire.ask(CLIENT, authPort, request);
        String wanted = Octets.wrap(join(one, attr(33), attr(33, "three"), one)).hex();
        assertThat(Octets.wrap(reply).hex()).contains(wanted);
    }

    @Test
    void duplicatesGetTheSameOctetsAndOthersAnAnswerOfTheirOwn() throws Exception {
        try (DatagramSocket socket = BadWire.socket(CLIENT);
                DatagramSocket elsewhere = BadWire.socket(CLIENT)) {
            byte[] request = packets.lookUp(BadInputPackets.PEER);
            byte[] first = wire.exchange(socket, authPort, request, false);
            // D01 the same octets
            assertThat(wire.exchange(socket, authPort, request, false)).isEqualTo(first);
            // D02 the same identifier, another authenticator
            byte[] other = packets.lookUp(BadInputPackets.PEER);
            other[1] = request[1];
            Arrays.fill(other, 22, 38, (byte) 0);
            BadPackets.sign(other, 22);
            assertThat(wire.exchange(socket, authPort, other, false)).isNotEqualTo(first);
            // D03 played again from another port: a request of that port
            assertThat(BadWire.codeOf(wire.exchange(elsewhere, authPort, request, false)))
                    .isEqualTo(2);
            // D04 three at once: as many answers as asked for, all the same
            byte[] thrice = packets.lookUp(BadInputPackets.PEER);
            for (int i = 0; i < 3; i++) wire.send(socket, authPort, thrice);
            Set<String> answers = new HashSet<>();
            for (byte[] reply = BadWire.receive(socket, 2_000);
                    reply != null;
                    reply = BadWire.receive(socket, 200)) {
                answers.add(Octets.wrap(reply).hex());
            }
            assertThat(answers).hasSize(1);
        }
    }

    /** D05, D06: under new identifiers, so that no duplicate cache helps. */
    @Test
    void aStartThatComesThreeTimesIsOneSession() throws Exception {
        for (int i = 0; i < 3; i++) {
            wire.ask(CLIENT, acctPort, packets.accounting(report(1, "D05", attr(1, "d05"))));
        }
        await(() -> found("d05", null).size() == 1);
        wire.ask(CLIENT, acctPort, packets.accounting(report(2, "D05", attr(1, "d05"))));
        wire.ask(CLIENT, acctPort, packets.accounting(report(1, "D05", attr(1, "d05"))));
        assertThat(found("d05", SessionState.ENDED)).hasSize(1);
        assertThat(found("d05", SessionState.UP)).isEmpty();
    }

    /** Where FreeRADIUS 3.2.1 stores 1890 and -1 octets, stays silent, or keeps a dead session. */
    @Test
    void accountingKeepsWhatCanBeTrue() throws Exception {
        Instant now = Instant.now();
        wire.ask(CLIENT, acctPort, packets.accounting(report(2, "G14", limits("g14"))));
        Session limit = found("g14", SessionState.ENDED).getFirst();
        assertThat(limit.startedAt()).isBetween(now.minusSeconds(60), now.plusSeconds(60));
        assertThat(limit.rxBytes()).isEqualTo("18446744073709551615");
        assertThat(limit.flags()).isNotEmpty();

        wire.ask(CLIENT, acctPort, packets.accounting(report(3, "G14", limits("g14"))));
        assertThat(found("g14", SessionState.ENDED)).hasSize(1);

        byte[] in2106 = u32(55, 0xffffffffL);
        wire.ask(CLIENT, acctPort, packets.accounting(report(1, "G15", attr(1, "g15"), in2106)));
        await(() -> found("g15", SessionState.UP).size() == 1);
        wire.ask(CLIENT, acctPort, packets.accounting(u32(40, 7)));
        await(() -> found("g15", SessionState.ENDED).size() == 1);
        assertThat(found("g15", SessionState.ENDED).getFirst().startedAt())
                .isBetween(now.minusSeconds(60), now.plusSeconds(60));

        wire.ask(
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
        try (DatagramSocket socket = BadWire.socket(from)) {
            for (int i = 0; i < FLOOD; i++) wire.send(socket, port, packet.apply(packets));
        }
        long began = System.nanoTime();
        byte[] reply = wire.ask(CLIENT, authPort, packets.lookUp(BadInputPackets.PEER));
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.printf("%s: %d packets, then a good look-up in %d ms%n", what, FLOOD, millis);
        assertThat(BadWire.codeOf(reply)).isEqualTo(2);
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
}
