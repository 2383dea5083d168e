package io.flexaaa.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.DecisionsRecorded;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Deliveries to a real HTTP server, their signature checked by openssl. */
@ServerTest
class WebhookIT {
    private static final String SECRET = "webhook-secret-0123456789";
    private final Api api;
    private final LiveSessions sessions;
    private final WebhookSources sources;
    private final JdbcTemplate jdbc;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final HttpServer receiver;

    private record Got(String event, String delivery, String signature, String body) {}

    @Autowired
    WebhookIT(Api api, LiveSessions sessions, WebhookSources sources, JdbcTemplate jdbc)
            throws IOException {
        this.api = api;
        this.sessions = sessions;
        this.sources = sources;
        this.jdbc = jdbc;
        receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.createContext("/hook", this::receive);
        receiver.createContext(
                "/elsewhere",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/hook");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
    }

    @BeforeEach
    void start() {
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        api.signedIn(Role.ADMIN).delete("/api/v1/webhooks/hook");
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean fails = failures.getAndDecrement() > 0;
        if (!fails) {
            got.add(
                    new Got(
                            exchange.getRequestHeaders().getFirst("FlexAAA-Event"),
                            exchange.getRequestHeaders().getFirst("FlexAAA-Delivery"),
                            exchange.getRequestHeaders().getFirst("FlexAAA-Signature"),
                            body));
        }
        exchange.sendResponseHeaders(fails ? 503 : 204, -1);
        exchange.close();
    }

    @Test
    void aDeliveryIsSignedAndTriedAgain() throws Exception {
        failures.set(1);
        Browser admin = hook("/hook", "");

        assertThat(admin.post("/api/v1/webhooks/hook/test", "{}").status()).isEqualTo(202);

        await().atMost(Duration.ofSeconds(15)).until(() -> got.size() == 1);
        Got one = got.getFirst();
        assertThat(one.event).isEqualTo("test");
        String time = one.signature.substring(2, one.signature.indexOf(','));
        assertThat(Math.abs(Long.parseLong(time) - Instant.now().getEpochSecond())).isLessThan(60);
        assertThat(one.signature).endsWith(",v1=" + openssl(time + "." + one.body));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    Answer log = admin.get("/api/v1/webhooks/hook/deliveries");
                    assertThat(log.at("/items/0/state")).as(log.body()).isEqualTo("delivered");
                    assertThat(log.at("/items/0/attempts")).isEqualTo("2");
                    assertThat(log.at("/items/0/eventId")).isEqualTo(one.delivery);
                });
    }

    @Test
    void onlyTheEventsAskedForArrive() throws Exception {
        hook("/hook", ",\"events\":[\"session.up\",\"session.down\",\"auth.reject\"]");
        // Endpoints are looked at twice a second.
        await().pollDelay(Duration.ofMillis(1200)).until(() -> true);
        SessionRow row = row();

        sessions.committed(List.of(row));
        sessions.committed(List.of(row));
        sources.decisions(new DecisionsRecorded(List.of(reject())));
        sessions.committed(List.of(row.ended(Instant.now(), "User-Request")));

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() ->
                        assertThat(got.stream().filter(g -> g.body.contains("hook-peer")))
                                .extracting(Got::event)
                                .containsExactlyInAnyOrder(
                                        "session.up", "auth.reject", "session.down"));
    }

    @Test
    void whatFailsForEverIsLaidDownAndCanBeRevived() throws Exception {
        failures.set(1_000);
        Browser admin = hook("/hook", "");
        admin.post("/api/v1/webhooks/hook/test", "{}");
        await().atMost(Duration.ofSeconds(10)).until(() -> failures.get() < 1_000);
        jdbc.update(
                "update webhook_delivery set attempts = ?, next_at = now() where state = 'pending'",
                WebhookSender.BACK_OFF.size());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(
                                        admin.get("/api/v1/webhooks/hook/deliveries?state=dead")
                                                .at("/items/0/lastError"))
                                .isEqualTo("answered 503"));
        failures.set(0);

        String id = admin.get("/api/v1/webhooks/hook/deliveries").at("/items/0/id");
        Answer retried = admin.post("/api/v1/webhooks/hook/deliveries/" + id + "/retry", "{}");

        assertThat(retried.status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(10)).until(() -> !got.isEmpty());
        assertThat(
                        admin.post("/api/v1/webhooks/hook/deliveries/" + id + "/retry", "{}")
                                .at("/code"))
                .isEqualTo("NOT_DEAD");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        Browser admin = hook("/elsewhere", "");
        admin.post("/api/v1/webhooks/hook/test", "{}");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(
                                        admin.get("/api/v1/webhooks/hook/deliveries")
                                                .at("/items/0/lastStatus"))
                                .isEqualTo("302"));
        assertThat(got).isEmpty();
    }

    /** A name that was harmless when it was written may point elsewhere later. */
    @Test
    void theAddressIsLookedAtAgainWhenSending() throws Exception {
        Browser admin = hook("/hook", "");
        jdbc.update("update webhook set url = 'http://127.0.0.2:1/' where name = 'hook'");

        admin.post("/api/v1/webhooks/hook/test", "{}");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(
                                        admin.get("/api/v1/webhooks/hook/deliveries")
                                                .at("/items/0/lastError"))
                                .contains("flexaaa.webhooks.allow"));
    }

    @Test
    void badEndpointsAreRefusedAndSecretsKept() {
        Browser admin = api.signedIn(Role.ADMIN);
        String secret = ",\"secret\":\"" + SECRET + "\"}";
        for (String body :
                List.of(
                        "{}",
                        "{\"url\":\"http://169.254.169.254/latest\"" + secret,
                        "{\"url\":\"http://127.0.0.2/\"" + secret,
                        "{\"url\":\"http://[::1]/\"" + secret,
                        "{\"url\":\"file:///etc/passwd\"" + secret,
                        "{\"url\":\"gopher://192.0.2.1/\"" + secret,
                        "{\"url\":\"http://u:p@192.0.2.1/\"" + secret,
                        "{\"url\":\"not a url\"" + secret,
                        "{\"url\":\"https://192.0.2.1/\"}",
                        "{\"url\":\"https://192.0.2.1/\",\"secret\":\"short\"}",
                        "{\"url\":\"https://192.0.2.1/\",\"events\":[\"everything\"]" + secret)) {
            Answer answer = admin.put("/api/v1/webhooks/bad", body);
            assertThat(answer.status()).as(body + " -> " + answer.body()).isEqualTo(422);
            assertThat(answer.body()).doesNotContain(SECRET);
        }
        assertThat(admin.get("/api/v1/webhooks/bad").status()).isEqualTo(404);
        assertThat(api.signedIn(Role.AUDITOR).get("/api/v1/webhooks").status()).isEqualTo(403);
    }

    private Browser hook(String path, String more) {
        Browser admin = api.signedIn(Role.ADMIN);
        Answer put =
                admin.put(
                        "/api/v1/webhooks/hook",
                        "{\"url\":\"http://127.0.0.1:"
                                + receiver.getAddress().getPort()
                                + path
                                + "\",\"secret\":\""
                                + SECRET
                                + "\""
                                + (more.isEmpty() ? ",\"events\":[\"test\"]" : more)
                                + "}");
        assertThat(put.status()).as(put.body()).isBetween(200, 201);
        assertThat(put.body()).doesNotContain(SECRET);
        return admin;
    }

    private static String openssl(String text) throws IOException {
        Process process =
                new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", SECRET, "-r").start();
        process.outputWriter().append(text).close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out.substring(0, 64);
    }

    private static Decision reject() {
        return new Decision(
                7,
                Instant.now(),
                DecisionResult.REJECT,
                "hook-peer",
                1L,
                "hub",
                "192.0.2.1",
                "psk",
                "UNKNOWN_PEER",
                "Rejected hook-peer",
                10,
                null,
                null,
                List.of(),
                List.of());
    }

    private static SessionRow row() {
        long id = 3_000_000_000L + System.nanoTime() % 1_000_000;
        Instant now = Instant.now();
        return new SessionRow(
                id,
                UUID.randomUUID(),
                SessionState.UP,
                new SessionRow.Source(1, "hub", "127.0.0.1", null, null, null, null),
                "acct-" + id,
                "AUD-" + id,
                new SessionRow.Who(
                        "hook-peer", "hook-peer", null, null, null, null, null, null, null),
                now,
                true,
                now,
                null,
                SessionRow.Usage.NONE,
                null,
                null,
                List.of(),
                0);
    }
}
