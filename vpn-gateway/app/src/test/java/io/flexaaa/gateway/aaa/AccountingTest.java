package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.aaa.ScriptedServer.Reply;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class AccountingTest {
    @TempDir Path state;

    private final AtomicLong clockMs = new AtomicLong(1_700_000_000_000L);
    private ScriptedServer server;
    private RadiusClient client;
    private GatewayConfig config;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedServer(request -> Reply.accounted());
        client = new RadiusClient();
        config =
                Configs.of(
                        """
                        hostname hub1
                        aaa new-model
                        aaa group server radius G
                         server name S
                        """
                                + server.ios("S")
                                + """
                                aaa accounting network A start-stop group G
                                crypto ikev2 profile P
                                 match identity remote any
                                 aaa accounting psk A
                                """);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    private Accounting start() throws Exception {
        return new Accounting(
                () -> config, state, new ServerGroups(() -> config), client, clockMs::get);
    }

    @Test
    void aSessionIsStartedCountedAndStopped() throws Exception {
        try (Accounting accounting = start()) {
            AccountedSession session = session("S1");
            accounting.start(session);
            clockMs.addAndGet(90_000);
            accounting.stop(
                    session,
                    new Usage(5L << 32 | 7, 1L << 32, 10, 20),
                    TerminateCause.USER_REQUEST,
                    "PEER_DELETED");
            assertThat(accounting.drain(10_000)).isTrue();
        }
        assertThat(statuses()).containsExactly(Attr.ACCT_START, Attr.ACCT_STOP);
        Attributes begin = server.requests.get(0).attributes();
        assertThat(begin.string(Attr.USER_NAME)).isEqualTo("br1.example.com");
        assertThat(begin.string(Attr.NAS_IDENTIFIER)).isEqualTo("hub1");
        assertThat(begin.ipv4(Attr.FRAMED_IP_ADDRESS)).hasToString("/10.9.0.1");
        assertThat(begin.all(Attr.CLASS)).hasSize(1);
        Attributes end = server.requests.get(1).attributes();
        assertThat(end.u32(Attr.ACCT_SESSION_TIME, 0)).isEqualTo(90);
        assertThat(end.u32(Attr.ACCT_INPUT_OCTETS, 0)).isEqualTo(7);
        assertThat(end.u32(Attr.ACCT_INPUT_GIGAWORDS, 0)).isEqualTo(5);
        assertThat(end.u32(Attr.ACCT_OUTPUT_GIGAWORDS, 0)).isEqualTo(1);
        assertThat(end.u32(Attr.ACCT_TERMINATE_CAUSE, 0)).isEqualTo(1);
        assertThat(end.avPair("disc-cause-ext")).isEqualTo("PEER_DELETED");
    }

    @Test
    void whileTheServerIsAwayRecordsWaitAndThenComeInOrderWithTheirDelay() throws Exception {
        server.answer(request -> null);
        try (Accounting accounting = start()) {
            AccountedSession session = session("S1");
            accounting.start(session);
            accounting.interim(session, Usage.NONE);
            accounting.stop(session, Usage.NONE, TerminateCause.USER_REQUEST, "PEER_DELETED");
            await().atMost(Duration.ofSeconds(10)).until(() -> !server.requests.isEmpty());
            assertThat(accounting.queued()).isEqualTo(3);
            clockMs.addAndGet(60_000);
            server.requests.clear();
            server.answer(request -> Reply.accounted());
            assertThat(accounting.drain(20_000)).isTrue();
        }
        List<Integer> last = statuses();
        assertThat(last.subList(last.size() - 3, last.size()))
                .containsExactly(Attr.ACCT_START, Attr.ACCT_INTERIM, Attr.ACCT_STOP);
        assertThat(server.requests.getLast().attributes().u32(Attr.ACCT_DELAY_TIME, 0))
                .isEqualTo(60);
    }

    @Test
    void recordsOfALostServerSurviveARestart() throws Exception {
        server.answer(request -> null);
        try (Accounting accounting = start()) {
            accounting.start(session("S1"));
            await().atMost(Duration.ofSeconds(10)).until(() -> !server.requests.isEmpty());
        }
        server.requests.clear();
        server.answer(request -> Reply.accounted());
        try (Accounting accounting = start()) {
            assertThat(accounting.drain(20_000)).isTrue();
        }
        assertThat(statuses()).contains(Attr.ACCT_START);
    }

    @Test
    void sessionsOfAKilledGatewayGetAStopBeforeAccountingOn() throws Exception {
        try (Accounting accounting = start()) {
            accounting.start(session("S1"));
            accounting.start(session("S2"));
            accounting.interim(session("S2"), new Usage(100, 200, 1, 2));
            accounting.start(session("S3"));
            accounting.stop(session("S3"), Usage.NONE, TerminateCause.USER_REQUEST, "X");
            assertThat(accounting.drain(10_000)).isTrue();
            // Closed without Stops for S1 and S2: what a kill leaves behind.
        }
        server.requests.clear();
        try (Accounting accounting = start()) {
            accounting.hubStarted("HUB");
            assertThat(accounting.drain(10_000)).isTrue();
        }
        assertThat(statuses()).containsExactly(Attr.ACCT_STOP, Attr.ACCT_STOP, Attr.ACCT_ON);
        RadiusPacket second =
                server.requests.stream()
                        .filter(r -> "S2".equals(r.attributes().string(Attr.ACCT_SESSION_ID)))
                        .findFirst()
                        .orElseThrow();
        assertThat(second.attributes().u32(Attr.ACCT_TERMINATE_CAUSE, 0))
                .isEqualTo(TerminateCause.NAS_REBOOT.number());
        assertThat(second.attributes().u32(Attr.ACCT_INPUT_OCTETS, 0)).isEqualTo(100);

        server.requests.clear();
        try (Accounting accounting = start()) {
            accounting.hubStarted("HUB");
            assertThat(accounting.drain(10_000)).isTrue();
        }
        assertThat(statuses()).containsExactly(Attr.ACCT_ON);
    }

    private List<Integer> statuses() {
        return server.requests.stream()
                .map(request -> (int) request.attributes().u32(Attr.ACCT_STATUS_TYPE, 0))
                .toList();
    }

    private AccountedSession session(String acctSessionId) {
        return new AccountedSession(
                new SessionFacts(
                        1,
                        "AUDIT-" + acctSessionId,
                        acctSessionId,
                        Configs.named(config.ikev2().profiles(), "P"),
                        PeerIdentity.fqdn("br1.example.com"),
                        null,
                        null,
                        new Endpoint(ip("198.51.100.1"), 4500),
                        new Endpoint(ip("198.51.100.7"), 4500)),
                "A",
                "br1.example.com",
                ip("10.9.0.1"),
                null,
                List.of(Octets.ofUtf8("class")),
                clockMs.get());
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }
}
