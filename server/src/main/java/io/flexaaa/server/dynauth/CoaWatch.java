package io.flexaaa.server.dynauth;

import io.flexaaa.server.dynauth.store.DynAuthStore;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.SessionsChanged;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Confirms acknowledged CoAs: the session's next report says that it lives on with the change, its
 * end that the change cost it its life.
 */
@Component
class CoaWatch {
    /** Without interim reports no confirmation ever comes. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int MAX = 20_000;

    private final DynAuthStore store;
    private final Map<Long, Pending> bySession = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Runnable> found = new ConcurrentLinkedQueue<>();

    private record Pending(long logId, Instant sentAt) {}

    CoaWatch(DynAuthStore store) {
        this.store = store;
    }

    void acknowledged(DynAuthResult result, Instant sentAt) {
        Long session = result.sessionId();
        if (session == null || bySession.size() >= MAX) return;
        bySession.put(session, new Pending(result.id(), sentAt));
    }

    /** Called by accounting's writer, which must not wait for the database twice. */
    @EventListener
    void reported(SessionsChanged event) {
        if (bySession.isEmpty()) return;
        for (Session session : event.sessions()) {
            Pending pending = bySession.get(session.id());
            if (pending == null) continue;
            boolean ended = session.state() == SessionState.ENDED;
            if (!ended && !session.lastReportAt().isAfter(pending.sentAt)) continue;
            bySession.remove(session.id(), pending);
            long after = Duration.between(pending.sentAt, session.lastReportAt()).toMillis();
            found.add(
                    ended
                            ? () ->
                                    store.endedInstead(
                                            pending.logId,
                                            "; the session ended "
                                                    + after
                                                    + " ms later, before any report of it with the"
                                                    + " change")
                            : () ->
                                    store.confirm(
                                            pending.logId,
                                            after,
                                            "; its next report came " + after + " ms later"));
        }
    }

    @Scheduled(fixedDelay = 500)
    void write() {
        for (Runnable next = found.poll(); next != null; next = found.poll()) next.run();
        Instant oldest = Instant.now().minus(LONGEST);
        bySession.values().removeIf(p -> p.sentAt.isBefore(oldest));
    }
}
