package io.flexaaa.server.dynauth;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.dynauth.store.DynAuthStore;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends CoA and Disconnect requests and says what really came of them. Blocks the calling thread,
 * which is meant to be a virtual one: 7 s for a silent NAS, and after a Disconnect's ACK up to
 * {@link SessionExchange#CONFIRM_WAIT} for the Accounting-Stop.
 */
@Service
public class DynAuthService {
    private final SessionService sessions;
    private final DynAuthSettings settings;
    private final SessionExchange exchange;
    private final DynAuthStore store;
    private final Grants grants;
    private final CoaWatch watch;
    private final AuditLog audit;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    DynAuthService(
            SessionService sessions,
            DynAuthSettings settings,
            SessionExchange exchange,
            DynAuthStore store,
            Grants grants,
            CoaWatch watch,
            AuditLog audit,
            JsonMapper json,
            Clock clock,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.settings = settings;
        this.exchange = exchange;
        this.store = store;
        this.grants = grants;
        this.watch = watch;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
        this.events = events;
    }

    public DynAuthResult disconnect(Actor actor, long sessionId) {
        return perform(actor, DynAuthKind.DISCONNECT, sessionId, null, true);
    }

    public DynAuthResult change(Actor actor, long sessionId, PolicyChange change) {
        return perform(actor, DynAuthKind.COA, sessionId, change, true);
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

    /**
     * @param audited whether this one exchange is an entry of the audit log; of a job the job is
     */
    DynAuthResult perform(
            Actor actor,
            DynAuthKind kind,
            long sessionId,
            @Nullable PolicyChange change,
            boolean audited) {
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
                settings.target(session.nasId())
                        .orElseThrow(() ->
                                new Problem.Conflict(
                                        "NO_NAS",
                                        "NAS "
                                                + session.nas()
                                                + " is no longer configured; add it again to"
                                                + " control its sessions"));
        Instant at = clock.instant();
        var address =
                new InetSocketAddress(InetAddress.ofLiteral(session.nasAddress()), target.port());
        var exchanged = exchange.run(kind, session, change, target, address);
        DynAuthResult result = Verdict.of(at, kind, session, address, actor.name(), exchanged);
        DynAuthResult stored = logged(actor, result, session, target.port(), change, audited);
        if (stored.outcome() == DynAuthOutcome.ACK && change != null) {
            grants.changed(session, DynAuthPackets.change(change));
            watch.acknowledged(stored, at);
        }
        events.publishEvent(new DynAuthDone(stored));
        return stored;
    }

    private DynAuthResult logged(
            Actor actor,
            DynAuthResult result,
            Session session,
            int port,
            @Nullable PolicyChange change,
            boolean audited) {
        String request = change == null ? "{}" : json.writeValueAsString(change);
        long id = store.insert(result, session, port, request);
        DynAuthResult stored = Verdict.withId(result, id);
        if (!audited) return stored;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("session", session.id());
        facts.put("nas", session.nas());
        if (change != null) facts.put("change", change);
        facts.put("outcome", result.outcome().text());
        facts.put("message", result.message());
        audit.note(actor, result.kind().text(), "session", session.peer(), facts);
        return stored;
    }
}
