package io.flexaaa.server.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.database.TestDatabase;
import io.flexaaa.server.testclient.TestClient;
import io.flexaaa.server.testclient.TestClient.Result;
import io.flexaaa.server.testclient.TestReply;
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
import java.time.Duration;
import java.util.List;

/** Two servers in processes of their own on one PostgreSQL; the cable of the second is cut. */
class MultiInstanceIT {
    private static final String SECRET = "two-servers-one-secret";
    private static final InetAddress HUB = InetAddress.ofLiteral("127.0.0.14");
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Test
    void whatOneServerWritesTheOtherAnswersBy(@TempDir Path folder) throws Exception {
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
            String password =
                    Awaitility.await().until(first::adminPassword, found -> found != null);
            first.signIn(password);
            second.signIn(password);
            put(
                    first,
                    "/api/v1/nas/hub",
                    "{\"address\":\"127.0.0.14/32\",\"secret\":\"" + SECRET + "\"}");

            setKey(first, "the-first-key");
            answersWithin(second, "the-first-key", ONE_SECOND);
            setKey(first, "the-second-key");
            answersWithin(second, "the-second-key", ONE_SECOND);

            // Connections die and can be made anew at once: a failover, a restarted proxy.
            cable.cut();
            cable.mend();
            setKey(first, "the-third-key");
            // Once for making new connections, and then as ever.
            answersWithin(second, "the-third-key", Duration.ofSeconds(3));
            setKey(first, "another-third-key");
            answersWithin(second, "another-third-key", ONE_SECOND);
            assertThat(second.metric("flexaaa_snapshot_age_seconds")).isLessThan(2.5);

            // No database for a while: known peers are still answered by what was known.
            cable.cut();
            setKey(first, "the-fourth-key");
            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> keyOf(second), "another-third-key"::equals);
            assertThat(keyOf(first)).isEqualTo("the-fourth-key");
            cable.mend();
            answersWithin(second, "the-fourth-key", Duration.ofSeconds(10));

            // Disabled or revoked on one, refused by the other.
            put(first, "/api/v1/peers/spoke9", "{\"enabled\":false}");
            answersWithin(second, "Access-Reject", ONE_SECOND);
            setKey(first, "the-last-key");
            answersWithin(second, "the-last-key", ONE_SECOND);
            assertThat(first.send("DELETE", "/api/v1/peers/spoke9", "").statusCode())
                    .isEqualTo(204);
            answersWithin(second, "Access-Reject", ONE_SECOND);
        }
    }

    private static void setKey(ServerProcess server, String key) throws Exception {
        put(
                server,
                "/api/v1/peers/spoke9",
                "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"" + key + "\"}}");
    }

    private static void put(ServerProcess server, String path, String body) throws Exception {
        var answer = server.send("PUT", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }

    private static void answersWithin(ServerProcess server, String wanted, Duration limit) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(limit)
                .until(() -> keyOf(server), wanted::equals);
    }

    /** The key a hub gets there, or the code of another answer. */
    private static String keyOf(ServerProcess server) throws IOException {
        Result result =
                TestClient.ask(
                        HUB,
                        new InetSocketAddress("127.0.0.1", server.authPort),
                        new TestRequest(
                                Code.ACCESS_REQUEST,
                                List.of(
                                        new NamedValue("User-Name", "spoke9"),
                                        new NamedValue("User-Password", "cisco"),
                                        new NamedValue("Service-Type", "Outbound-User"))),
                        SECRET,
                        900,
                        1);
        if (!(result instanceof Result.Answered(TestReply reply, _, _))) return "silence";
        Octets key = reply.octets("Tunnel-Password");
        return key == null ? reply.code().label() : key.utf8();
    }
}
