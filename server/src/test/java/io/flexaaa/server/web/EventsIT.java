package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.events.EventHub;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.SessionsChanged;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@ServerTest
class EventsIT {
    private final Api api;
    private final EventHub hub;
    private final ApplicationEventPublisher publisher;

    @Autowired
    EventsIT(Api api, EventHub hub, ApplicationEventPublisher publisher) {
        this.api = api;
        this.hub = hub;
        this.publisher = publisher;
    }

    @Test
    void aChangedSessionArrivesAndAnEndedOneIsRemoved() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        var browser = api.signedIn(Role.AUDITOR);
        HttpResponse<java.io.InputStream> stream =
                browser.http()
                        .send(
                                browser.request("/api/v1/events").GET().build(),
                                BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        Thread.ofVirtual().start(() -> read(stream, lines));
        await().atMost(Duration.ofSeconds(20)).until(() -> lines.contains("event: hello"));
        assertThat(hub.readers()).isGreaterThanOrEqualTo(1);

        publisher.publishEvent(new SessionsChanged(List.of(session(4711, SessionState.UP))));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        lines.stream().anyMatch(l -> l.contains("\"id\":4711,\"state\":\"up\"")));
        publisher.publishEvent(new SessionsChanged(List.of(session(4711, SessionState.ENDED))));
        await().atMost(Duration.ofSeconds(20)).until(() -> lines.contains("event: sessionRemoved"));

        stream.body().close();
    }

    private static void read(HttpResponse<java.io.InputStream> stream, List<String> lines) {
        try (var in =
                new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) lines.add(line);
        } catch (IOException e) {
            // The test closes the stream when it has seen enough.
            lines.add("closed: " + e.getMessage());
        } catch (UncheckedIOException e) {
            lines.add("closed: " + e.getMessage());
        }
    }

    private static Session session(long id, SessionState state) {
        Instant now = Instant.now();
        return new Session(
                id,
                state,
                "0A" + id,
                "1",
                "br17",
                "br17",
                null,
                1,
                "hub-1",
                "127.0.0.1",
                null,
                null,
                null,
                null,
                null,
                now,
                now,
                null,
                0,
                BigInteger.ZERO,
                BigInteger.ZERO,
                0,
                0,
                null,
                null,
                null,
                List.of());
    }
}
