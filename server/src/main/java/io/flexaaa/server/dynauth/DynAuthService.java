package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.dynauth.store.DynAuthStore;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.DynAuthTargets;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends CoA and Disconnect requests and says what really came of them. Blocks the calling thread,
 * which is meant to be a virtual one: 7 s for a silent NAS, and after a Disconnect's ACK up to
 * {@link #CONFIRM_WAIT} for the Accounting-Stop.
 */
@Service
public class DynAuthService {
    /** An ACK is a promise; some IOS builds break it. The Accounting-Stop is the proof. */
    static final Duration CONFIRM_WAIT = Duration.ofSeconds(5);

    // A hub's control plane is slow: many requests at once would only be dropped there.
    private static final int AT_ONCE_PER_NAS = 16;

    private final SessionService sessions;
    private final DynAuthTargets targets;
    private final DynAuthStore store;
    private final AuditLog audit;
    private final JsonMapper json;
    private final Clock clock;
    private final InetAddress source;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Semaphore> perNas = new ConcurrentHashMap<>();

    DynAuthService(
            SessionService sessions,
            DynAuthTargets targets,
            DynAuthStore store,
            AuditLog audit,
            JsonMapper json,
            Clock clock,
            @Value("${flexaaa.radius.address:0.0.0.0}") InetAddress source) {
        this.sessions = sessions;
        this.targets = targets;
        this.store = store;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
        this.source = source;
    }

    /** What came back, and when the session was seen to end. */
    private record Exchanged(@Nullable Answer answer, @Nullable Long endedAfterMs, String error) {}

    public DynAuthResult disconnect(Actor actor, long sessionId) {
        return perform(actor, DynAuthKind.DISCONNECT, sessionId, null);
    }

    public DynAuthResult change(Actor actor, long sessionId, PolicyChange change) {
        return perform(actor, DynAuthKind.COA, sessionId, change);
    }

    /** Newest first; with {@code sessionId} those of one session. */
    public Page<DynAuthResult> log(@Nullable Long sessionId, PageRequest page) {
        List<DynAuthResult> rows =
                store.find(sessionId, page.afterId(), page.limit() + 1, Advice::name);
        return Page.cut(rows, page.limit(), r -> String.valueOf(r.id()));
    }

    public long failuresSince(Instant since) {
        return store.failuresSince(since);
    }

    private DynAuthResult perform(
            Actor actor, DynAuthKind kind, long sessionId, @Nullable PolicyChange change) {
        Session session =
                sessions.find(sessionId)
                        .orElseThrow(
                                () -> new Problem.NotFound("session", String.valueOf(sessionId)));
        if (session.state() == SessionState.ENDED)
            throw new Problem.Conflict(
                    "SESSION_ENDED",
                    "session "
                            + sessionId
                            + " of "
                            + session.peer()
                            + " ended at "
                            + session.endedAt()
                            + "; there is nothing to "
                            + (kind == DynAuthKind.COA ? "change" : "disconnect"));
        var target =
                targets.of(session.nasId())
                        .orElseThrow(() ->
                                new Problem.Conflict(
                                        "NO_NAS",
                                        "NAS "
                                                + session.nas()
                                                + " is no longer configured; add it again to"
                                                + " control its sessions"));
        byte[] packet = packet(kind, session, change, target);
        Instant at = clock.instant();
        var address =
                new InetSocketAddress(InetAddress.ofLiteral(session.nasAddress()), target.port());
        Exchanged exchanged =
                exchange(
                        session,
                        new DynAuthExchange(kind.code(), packet, target.secret()),
                        address);
        DynAuthResult result =
                Verdict.of(
                        at,
                        kind,
                        session,
                        address,
                        actor.name(),
                        exchanged.answer,
                        exchanged.endedAfterMs,
                        exchanged.error);
        return logged(actor, result, session, target.port(), change);
    }

    private byte[] packet(
            DynAuthKind kind,
            Session session,
            @Nullable PolicyChange change,
            DynAuthTargets.Target target) {
        InetAddress nasIpAddress =
                store.nasIpAddress(session.id()).map(InetAddress::ofLiteral).orElse(null);
        try {
            return DynAuthPackets.packet(
                    kind,
                    random.nextInt(256),
                    DynAuthPackets.identification(session, nasIpAddress),
                    change == null ? Attributes.EMPTY : DynAuthPackets.change(change),
                    clock.instant().getEpochSecond(),
                    target.secret());
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "avPairs",
                                    "",
                                    String.valueOf(e.getMessage()),
                                    "send fewer or shorter AV pairs")));
        }
    }

    private Exchanged exchange(
            Session session, DynAuthExchange exchange, InetSocketAddress address) {
        // Asked for before anything is sent: the Accounting-Stop may overtake the ACK.
        CompletableFuture<Instant> ended = sessions.whenEnded(session.id());
        Semaphore slots =
                perNas.computeIfAbsent(session.nasId(), id -> new Semaphore(AT_ONCE_PER_NAS));
        try {
            slots.acquire();
            try {
                long startNs = System.nanoTime();
                var seen = ended.thenApply(x -> (System.nanoTime() - startNs) / 1_000_000);
                Answer answer = DynAuthSocket.run(exchange, source, address);
                boolean wait = answer instanceof Answer.Ack && !isCoa(exchange);
                return new Exchanged(answer, wait ? ended(seen) : null, "");
            } finally {
                slots.release();
            }
        } catch (IOException e) {
            return new Exchanged(null, null, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchanged(null, null, "the server is stopping");
        } finally {
            ended.cancel(false);
        }
    }

    private static boolean isCoa(DynAuthExchange exchange) {
        return exchange.packet()[0] == (byte) DynAuthKind.COA.code().value();
    }

    private static @Nullable Long ended(CompletableFuture<Long> seen) throws InterruptedException {
        try {
            return seen.get(CONFIRM_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Not confirmed: exactly what the answer will say.
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "waiting for the end of a session failed", e.getCause());
        }
    }

    private DynAuthResult logged(
            Actor actor,
            DynAuthResult result,
            Session session,
            int port,
            @Nullable PolicyChange change) {
        String request = change == null ? "{}" : json.writeValueAsString(change);
        long id = store.insert(result, session, port, request);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("session", session.id());
        facts.put("nas", session.nas());
        if (change != null) facts.put("change", change);
        facts.put("outcome", result.outcome().text());
        facts.put("message", result.message());
        audit.note(actor, result.kind().text(), "session", session.peer(), facts);
        return Verdict.withId(result, id);
    }
}
