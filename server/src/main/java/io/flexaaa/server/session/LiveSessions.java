package io.flexaaa.server.session;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.store.SessionStore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Sessions that are up or stale, in memory beside their table. Accounting tells it what it
 * committed.
 */
@Service
public class LiveSessions implements SessionService {

    private static final Logger log = LoggerFactory.getLogger(LiveSessions.class);

    /**
     * So many interim intervals without a report, plus a grace for retransmissions, and a session
     * is stale.
     */
    private static final double STALE_INTERVALS = 2.5;

    private static final Duration STALE_GRACE = Duration.ofSeconds(10);

    private final SessionStore store;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Instant startedAt;

    private final Object lock = new Object();
    private final TreeMap<Long, LiveSession> byId = new TreeMap<>();
    private final Map<String, Long> byAudit = new HashMap<>();
    private final Map<String, Integer> perPeer = new HashMap<>();
    private final Map<Long, List<CompletableFuture<Instant>>> watchers = new HashMap<>();

    LiveSessions(SessionStore store, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.startedAt = clock.instant();
        List<SessionRow> open = store.open();
        synchronized (lock) {
            open.forEach(this::put);
        }
        log.info("sessions open={}", open.size());
    }

    /** What accounting committed, in order. Called by its writer thread only. */
    public void committed(List<SessionRow> rows) {
        List<Session> changed = new ArrayList<>(rows.size());
        List<Runnable> ended = new ArrayList<>();
        synchronized (lock) {
            for (SessionRow row : rows) {
                changed.add(row.state() == SessionState.ENDED ? end(row, ended) : put(row));
            }
        }
        ended.forEach(Runnable::run);
        publish(changed);
    }

    private void publish(List<Session> changed) {
        if (!changed.isEmpty()) events.publishEvent(new SessionsChanged(changed));
    }

    private Session put(SessionRow row) {
        LiveSession known = byId.get(row.id());
        if (known != null) {
            known.update(row);
            return known.view();
        }
        LiveSession fresh = new LiveSession(row);
        byId.put(row.id(), fresh);
        if (row.auditSessionId() != null) byAudit.put(row.auditSessionId(), row.id());
        perPeer.merge(row.who().peer(), 1, Integer::sum);
        return fresh.view();
    }

    private Session end(SessionRow row, List<Runnable> after) {
        LiveSession known = byId.remove(row.id());
        if (known != null) {
            if (row.auditSessionId() != null) byAudit.remove(row.auditSessionId(), row.id());
            perPeer.computeIfPresent(known.row().who().peer(), (p, n) -> n == 1 ? null : n - 1);
        }
        List<CompletableFuture<Instant>> waiting = watchers.remove(row.id());
        Instant at = row.endedAt() == null ? clock.instant() : row.endedAt();
        if (waiting != null) {
            for (CompletableFuture<Instant> watcher : waiting) {
                after.add(() -> watcher.complete(at));
            }
        }
        return LiveSession.view(row, null);
    }

    @Scheduled(fixedDelay = 5_000)
    void markStale() {
        Instant now = clock.instant();
        List<Long> silent = new ArrayList<>();
        List<Session> changed = new ArrayList<>();
        synchronized (lock) {
            for (LiveSession live : byId.values()) {
                if (live.row().state() == SessionState.UP && silent(live.row(), now)) {
                    live.update(live.row().stale());
                    silent.add(live.row().id());
                    changed.add(live.view());
                }
            }
        }
        if (!silent.isEmpty()) store.markStale(silent);
        publish(changed);
    }

    private boolean silent(SessionRow row, Instant now) {
        Integer interval = row.interimSeconds();
        // Without interim reports silence means nothing.
        if (interval == null) return false;
        // After our own restart everybody gets the time to report again.
        Instant heard = row.lastReportAt().isAfter(startedAt) ? row.lastReportAt() : startedAt;
        Duration allowed =
                Duration.ofMillis((long) (interval * 1_000 * STALE_INTERVALS)).plus(STALE_GRACE);
        return heard.plus(allowed).isBefore(now);
    }

    @Override
    public Page<Session> list(SessionQuery query) {
        int limit = query.page().limit();
        boolean fromTable = query.includeEnded() || query.state() == SessionState.ENDED;
        if (fromTable) {
            List<Session> found =
                    store.search(query, limit + 1).stream().map(this::currentView).toList();
            return Page.cut(found, limit, s -> String.valueOf(s.id()));
        }
        List<Session> found = new ArrayList<>();
        long total;
        synchronized (lock) {
            total = byId.size();
            long after = query.page().afterId();
            for (LiveSession live : byId.headMap(after, false).descendingMap().values()) {
                if (matches(live.row(), query)) found.add(live.view());
                if (found.size() > limit) break;
            }
        }
        return Page.cut(found, limit, s -> String.valueOf(s.id())).withTotal(total);
    }

    private Session currentView(SessionRow row) {
        synchronized (lock) {
            LiveSession live = byId.get(row.id());
            return live != null ? live.view() : LiveSession.view(row, null);
        }
    }

    private static boolean matches(SessionRow row, SessionQuery query) {
        if (query.state() != null && row.state() != query.state()) return false;
        if (query.peer() != null && !query.peer().equals(row.who().peer())) return false;
        String q = query.page().q();
        if (q == null) return true;
        String wanted = q.strip().toLowerCase(Locale.ROOT);
        return contains(row.who().peer(), wanted)
                || contains(row.who().userName(), wanted)
                || contains(row.who().group(), wanted)
                || contains(row.who().framedIp(), wanted)
                || contains(row.who().framedIpv6(), wanted)
                || contains(row.who().callingStationId(), wanted)
                || contains(row.source().nasName(), wanted)
                || contains(row.auditSessionId(), wanted)
                || contains(row.acctSessionId(), wanted);
    }

    private static boolean contains(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    @Override
    public Optional<Session> find(long id) {
        synchronized (lock) {
            LiveSession live = byId.get(id);
            if (live != null) return Optional.of(live.view());
        }
        return store.find(id).map(row -> LiveSession.view(row, null));
    }

    @Override
    public SessionDetail detail(long id) {
        List<RatePoint> rates = List.of();
        Session session = null;
        SessionRow row = null;
        synchronized (lock) {
            LiveSession live = byId.get(id);
            if (live != null) {
                rates = live.rates();
                session = live.view();
                row = live.row();
            }
        }
        if (row == null || session == null) {
            row =
                    store.find(id)
                            .orElseThrow(() -> new Problem.NotFound("session", String.valueOf(id)));
            session = LiveSession.view(row, null);
        }
        return new SessionDetail(session, rates, store.reports(row.key()));
    }

    @Override
    public Optional<Session> findByAuditSessionId(String auditSessionId) {
        synchronized (lock) {
            Long id = byAudit.get(auditSessionId);
            LiveSession live = id == null ? null : byId.get(id);
            if (live != null) return Optional.of(live.view());
        }
        return store.findByAudit(auditSessionId).map(row -> LiveSession.view(row, null));
    }

    @Override
    public long countLive() {
        synchronized (lock) {
            return byId.size();
        }
    }

    @Override
    public boolean online(String peerName) {
        synchronized (lock) {
            return perPeer.containsKey(peerName);
        }
    }

    @Override
    public CompletableFuture<Instant> whenEnded(long id) {
        CompletableFuture<Instant> watcher = new CompletableFuture<>();
        synchronized (lock) {
            if (byId.containsKey(id)) {
                watchers.computeIfAbsent(id, k -> new ArrayList<>()).add(watcher);
                watcher.whenComplete((at, failure) -> forget(id, watcher));
                return watcher;
            }
        }
        Optional<Instant> ended = store.find(id).map(SessionRow::endedAt);
        if (ended.isPresent()) watcher.complete(ended.get());
        else watcher.completeExceptionally(new Problem.NotFound("session", String.valueOf(id)));
        return watcher;
    }

    private void forget(long id, CompletableFuture<Instant> watcher) {
        synchronized (lock) {
            List<CompletableFuture<Instant>> waiting = watchers.get(id);
            if (waiting == null) return;
            waiting.remove(watcher);
            if (waiting.isEmpty()) watchers.remove(id);
        }
    }
}
