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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

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
    private static final int MOST_ENDED = 16_384;

    private final SessionStore store;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Instant startedAt;

    private final Object lock = new Object();
    private final TreeMap<Long, LiveSession> byId = new TreeMap<>();
    private final ConcurrentHashMap<UUID, SessionRow> byKey = new ConcurrentHashMap<>();
    // Ended a moment ago: a retransmission needs no read, and news that overtook the end is seen
    // to be old.
    private final ConcurrentHashMap<UUID, SessionRow> ended = new ConcurrentHashMap<>();
    private final ArrayDeque<UUID> endedOrder = new ArrayDeque<>();
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

    /** What was committed, by this instance or another. Older news than is known is let go. */
    public void committed(Collection<SessionRow> rows) {
        List<Session> changed = new ArrayList<>(rows.size());
        List<Runnable> after = new ArrayList<>();
        synchronized (lock) {
            for (SessionRow row : rows) {
                SessionRow known = remembered(row.key());
                if (known != null && known.rev() >= row.rev()) continue;
                changed.add(row.state() == SessionState.ENDED ? end(row, after) : put(row));
            }
        }
        after.forEach(Runnable::run);
        publish(changed);
    }

    /** The session of that key if it is open, or ended lately. */
    @Nullable SessionRow remembered(UUID key) {
        SessionRow row = byKey.get(key);
        return row != null ? row : ended.get(key);
    }

    /** The keys of all that are open here. */
    List<UUID> openKeys() {
        return List.copyOf(byKey.keySet());
    }

    private void publish(List<Session> changed) {
        if (!changed.isEmpty()) events.publishEvent(new SessionsChanged(changed));
    }

    private Session put(SessionRow row) {
        byKey.put(row.key(), row);
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
        byKey.remove(row.key());
        if (ended.put(row.key(), row) == null) endedOrder.addLast(row.key());
        if (endedOrder.size() > MOST_ENDED) ended.remove(endedOrder.removeFirst());
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
                    byKey.put(live.row().key(), live.row());
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
        List<Session> found = new ArrayList<>();
        boolean live = query.state() != SessionState.ENDED;
        long total;
        synchronized (lock) {
            total = byId.size();
            long after = query.page().afterId();
            if (live) {
                for (LiveSession one : byId.headMap(after, false).descendingMap().values()) {
                    if (matches(one.row(), query)) found.add(one.view());
                    if (found.size() > limit) break;
                }
            }
        }
        if (query.includeEnded()) {
            for (SessionRow row : store.ended(query, limit + 1)) {
                found.add(LiveSession.view(row, null));
            }
            // One that ended between the two looks is in both: what ended stays.
            Map<Long, Session> once = new TreeMap<>(Comparator.reverseOrder());
            for (Session session : found) once.put(session.id(), session);
            found = once.values().stream().limit(limit + 1L).toList();
        }
        Page<Session> page = Page.cut(found, limit, s -> String.valueOf(s.id()));
        return query.includeEnded() ? page : page.withTotal(total);
    }

    private static boolean matches(SessionRow row, SessionQuery query) {
        if (query.state() != null && row.state() != query.state()) return false;
        if (query.peer() != null && !query.peer().equals(row.who().peer())) return false;
        if (query.group() != null && !query.group().equals(row.who().group())) return false;
        if (query.nas() != null && !query.nas().equals(row.source().nasName())) return false;
        // Open-ended: it lasts until now.
        if (query.to() != null && !row.startedAt().isBefore(query.to())) return false;
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
        return new SessionDetail(session, rates, store.reports(row));
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
