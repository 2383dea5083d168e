package io.flexaaa.server.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.server.database.TestDatabase;
import io.flexaaa.server.testclient.TestClient;
import io.flexaaa.server.testclient.TestClient.Result;
import io.flexaaa.server.testclient.TestRequest;
import io.flexaaa.server.testclient.TestRequest.NamedValue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * 500 requests a second from a hub that knows two servers on one PostgreSQL. One is killed, then
 * the other loses its database for a while: no acknowledged record is lost, known peers are
 * answered all the time, and nothing has to be started again.
 */
class KilledNodeIT {
    private static final String SECRET = "two-servers-one-secret";
    private static final InetAddress HUB = InetAddress.ofLiteral("127.0.0.15");
    private static final int A_SECOND = 500;
    private static final int TIMEOUT_MILLIS = 1_500;

    @Test
    void noAcknowledgedRecordIsLost(@TempDir Path folder) throws Exception {
        TestDatabase.Fresh database = TestDatabase.fresh();
        URI url = URI.create(database.url().substring("jdbc:".length()));
        Path key = folder.resolve("master.key");
        try (CutCable cable = new CutCable(new InetSocketAddress(url.getHost(), url.getPort()));
                ServerProcess first = ServerProcess.start(folder.resolve("a"), key, database);
                ServerProcess second =
                        ServerProcess.start(
                                folder.resolve("b"),
                                key,
                                new TestDatabase.Fresh(
                                        database.url()
                                                .replace(
                                                        url.getHost() + ":" + url.getPort(),
                                                        "127.0.0.1:" + cable.port()),
                                        database.username(),
                                        database.password()))) {
            first.signIn(Awaitility.await().until(first::adminPassword, found -> found != null));
            put(first, "nas/hub", "{\"address\":\"127.0.0.15/32\",\"secret\":\"" + SECRET + "\"}");
            put(
                    first,
                    "peers/spoke",
                    "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"key-of-the-spoke\"}}");
            Load load = new Load(List.of(first, second));
            Awaitility.await().until(() -> load.keyFrom(second) && load.keyFrom(first));

            CountDownLatch half = load.start(3 * A_SECOND);
            assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();
            CountDownLatch rest = load.start(3 * A_SECOND);
            first.kill();
            assertThat(rest.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(load.withoutKey.sum()).isZero();
            assertThat(load.acknowledged).hasSizeGreaterThan(2 * A_SECOND);
            assertThat(stored(database)).containsAll(load.acknowledged);

            cable.cut();
            CountDownLatch blind = load.start(3 * A_SECOND);
            assertThat(blind.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(load.withoutKey.sum()).isZero();
            cable.mend();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> load.account("after-the-outage"));
            assertThat(stored(database)).containsAll(load.acknowledged);
        }
    }

    /** A hub's look-ups and accounting; the next server is asked when one is silent. */
    private static final class Load {
        private final List<ServerProcess> servers;
        private final ScheduledExecutorService clock =
                Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory());
        private final AtomicInteger number = new AtomicInteger();
        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        final LongAdder withoutKey = new LongAdder();

        Load(List<ServerProcess> servers) {
            this.servers = servers;
        }

        /** Reaches zero when all are answered or given up. */
        CountDownLatch start(int requests) {
            CountDownLatch open = new CountDownLatch(requests);
            AtomicInteger left = new AtomicInteger(requests);
            ScheduledFuture<?>[] ticking = new ScheduledFuture<?>[1];
            ticking[0] =
                    clock.scheduleAtFixedRate(
                            () -> {
                                if (left.getAndDecrement() <= 0) {
                                    ticking[0].cancel(false);
                                    return;
                                }
                                Thread.ofVirtual().start(() -> one(open));
                            },
                            1_000,
                            1_000_000 / A_SECOND,
                            TimeUnit.MICROSECONDS);
            return open;
        }

        private void one(CountDownLatch open) {
            try {
                int n = number.incrementAndGet();
                if (n % 2 == 0) account("kill-" + n);
                else if (servers.stream().noneMatch(this::keyFrom)) withoutKey.increment();
            } finally {
                open.countDown();
            }
        }

        boolean account(String session) {
            for (ServerProcess server : servers)
                if (ask(
                                server.acctPort,
                                Code.ACCOUNTING_REQUEST,
                                new NamedValue("User-Name", "spoke"),
                                new NamedValue("Acct-Status-Type", "Start"),
                                new NamedValue("Acct-Session-Id", session))
                        instanceof Result.Answered) {
                    acknowledged.add(session);
                    return true;
                }
            return false;
        }

        boolean keyFrom(ServerProcess server) {
            return ask(
                                    server.authPort,
                                    Code.ACCESS_REQUEST,
                                    new NamedValue("User-Name", "spoke"),
                                    new NamedValue("User-Password", "cisco"),
                                    new NamedValue("Service-Type", "Outbound-User"))
                            instanceof Result.Answered answered
                    && answered.reply().octets("Tunnel-Password") != null;
        }

        private static Result ask(int port, Code code, NamedValue... values) {
            try {
                return TestClient.ask(
                        HUB,
                        new InetSocketAddress("127.0.0.1", port),
                        new TestRequest(code, List.of(values)),
                        SECRET,
                        TIMEOUT_MILLIS,
                        1);
            } catch (IOException _) {
                // Nobody listens there any more: the same as silence to a hub.
                return new Result.TimedOut(1);
            }
        }
    }

    private static Set<String> stored(TestDatabase.Fresh database) throws SQLException {
        Set<String> found = new HashSet<>();
        try (Connection connection =
                        DriverManager.getConnection(
                                database.url(), database.username(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select acct_session_id from acct_session")) {
            while (rows.next()) found.add(rows.getString(1));
        }
        return found;
    }

    private static void put(ServerProcess server, String path, String body) throws Exception {
        var answer = server.send("PUT", "/api/v1/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }
}
