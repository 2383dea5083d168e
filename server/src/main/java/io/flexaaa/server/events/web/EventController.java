package io.flexaaa.server.events.web;

import io.flexaaa.server.events.EventHub;
import io.flexaaa.server.events.Reader;
import io.flexaaa.server.operator.Identity;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * The live stream. The request's own virtual thread writes it: at most four writes a second with
 * all that gathered, a comment every 15 s so that a dead peer is noticed, and an end after ten
 * minutes so that a session or permission that ended meanwhile counts again when the browser
 * reconnects.
 */
@RestController
@Tag(name = "events")
class EventController {
    private static final Logger LOG = LoggerFactory.getLogger(EventController.class);
    static final long BATCH_MS = 250;
    static final long HEARTBEAT_MS = 15_000;
    static final Duration LONGEST = Duration.ofMinutes(10);

    private final EventHub hub;
    private final JsonMapper json;
    private final String instance = UUID.randomUUID().toString();

    EventController(EventHub hub, JsonMapper json) {
        this.hub = hub;
        this.json = json;
    }

    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "events",
            summary =
                    "Server-Sent Events: hello {serverTime, instance}, session (Session),"
                            + " sessionRemoved {id}, decision (Decision; needs log:read), job"
                            + " (DynAuthJob), missed {sessions, decisions}",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content =
                                    @Content(
                                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                            schema = @Schema(type = "string"))))
    @RequiresPermission(Permission.SESSIONS_READ)
    void events(Identity caller, HttpServletResponse response) throws IOException {
        Reader reader = hub.join(true, caller.permissions().contains(Permission.LOG_READ));
        if (reader == null)
            throw new ProblemException(
                    ProblemBody.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "TOO_MANY_READERS",
                            EventHub.MAX_READERS
                                    + " event streams are open; close some or poll the lists"));
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.setHeader("Cache-Control", "no-store");
            // For proxies that would otherwise collect the stream before passing it on.
            response.setHeader("X-Accel-Buffering", "no");
            write(response.getOutputStream(), reader);
        } catch (IOException e) {
            LOG.debug("event stream of {} ended: {}", caller.actor().name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hub.leave(reader);
        }
    }

    private void write(OutputStream out, Reader reader) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + LONGEST.toNanos();
        // Reconnect after 2 s; the browser would otherwise choose for itself.
        send(
                out,
                "retry: 2000\n"
                        + frame(
                                "hello",
                                Map.of("serverTime", Instant.now(), "instance", instance)));
        while (!reader.closed() && System.nanoTime() < endNs) {
            reader.await(HEARTBEAT_MS);
            StringBuilder batch = new StringBuilder();
            for (Reader.Event event : reader.take()) batch.append(frame(event));
            send(out, batch.isEmpty() ? ": still here\n\n" : batch.toString());
            reader.gather(BATCH_MS);
        }
    }

    private String frame(Reader.Event event) {
        return switch (event) {
            case Reader.Event.SessionChanged(var session) -> frame("session", session);
            case Reader.Event.SessionRemoved(long id) -> frame("sessionRemoved", Map.of("id", id));
            case Reader.Event.Decided(var decision) -> frame("decision", decision);
            case Reader.Event.JobProgressed(var job) -> frame("job", job);
            case Reader.Event.Missed missed -> frame("missed", missed);
        };
    }

    /** JSON has no raw line break, so one data line is enough. */
    private String frame(String name, Object data) {
        return "event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
