package io.flexaaa.server.snapshot;

import io.flexaaa.server.snapshot.store.ConfigListener;
import io.flexaaa.server.snapshot.store.SnapshotRows;
import io.flexaaa.server.snapshot.store.SnapshotRows.Change;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Keeps the snapshot coherent with the database. The change log is the truth, read on a
 * notification and every second; while the database is away the last snapshot stays in force.
 */
@Service
public class SnapshotService {

    private static final Logger log = LoggerFactory.getLogger(SnapshotService.class);
    private static final int POLL_MILLIS = 500;
    private static final Duration INSTANCE_ALIVE = Duration.ofSeconds(15);
    private static final Duration KEEP_LOG = Duration.ofDays(7);
    private static final String INSTANCE = ManagementFactory.getRuntimeMXBean().getName();

    private final SnapshotRows rows;
    private final ConfigListener listener;
    private final SnapshotBuilder builder;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Instant startedAt;
    private final Object applied = new Object();
    private final Thread thread;
    private volatile Snapshot current;
    private final long maxAgeNanos;
    private volatile Instant checkedAt;
    private volatile long checkedNanos;
    private volatile boolean stopping;

    SnapshotService(
            SnapshotRows rows,
            ConfigListener listener,
            SnapshotBuilder builder,
            ApplicationEventPublisher events,
            SnapshotProperties settings,
            MeterRegistry meters,
            Clock clock) {
        this.rows = rows;
        this.listener = listener;
        this.builder = builder;
        this.events = events;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.checkedAt = startedAt;
        this.checkedNanos = System.nanoTime();
        this.maxAgeNanos = TimeUnit.SECONDS.toNanos(settings.maxAgeSeconds());
        meters.gauge(
                "flexaaa.snapshot.age.seconds",
                this,
                s -> (System.nanoTime() - s.checkedNanos) / 1e9);
        this.current = loadAll();
        log.info(
                "snapshot version={} nas={} peers={} groups={} users={}",
                current.version(),
                current.nasEntries().size(),
                current.peerNames().size(),
                current.groupNames().size(),
                current.userNames().size());
        this.thread = Thread.ofPlatform().name("snapshot").daemon().start(this::follow);
    }

    /** What requests are answered from now. */
    public Snapshot current() {
        return current;
    }

    public long appliedVersion() {
        return current.version();
    }

    /**
     * Whether the database has been away for longer than answers from memory are allowed.
     *
     * @param nanos {@link System#nanoTime}: a clock that is set must not silence the server
     */
    public boolean tooOld(long nanos) {
        return maxAgeNanos > 0 && nanos - checkedNanos > maxAgeNanos;
    }

    /** How long ago this process last knew that it was up to date. */
    public Duration age() {
        return Duration.between(checkedAt, clock.instant());
    }

    /**
     * For {@code ?wait=applied}: waits until every live instance answers from what is committed
     * now.
     *
     * @return whether that was so within {@code limit}
     */
    public boolean awaitApplied(Duration limit) throws InterruptedException {
        long wanted = rows.version();
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (applied) {
            while (current.version() < wanted) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) return false;
                applied.wait(left);
            }
        }
        while (rows.appliedEverywhere(clock.instant().minus(INSTANCE_ALIVE)) < wanted) {
            if (System.nanoTime() >= deadline) return false;
            synchronized (applied) {
                applied.wait(20);
            }
        }
        return true;
    }

    /**
     * The configuration as the caller's transaction has written it, not yet committed: all groups,
     * and the peers, users and NAS of these names; the rest as it is in force. Nothing answers from
     * it.
     */
    public Snapshot asWritten(Collection<String> names) {
        Snapshot before = current;
        List<Long> peers = new ArrayList<>(rows.ids("peer", names));
        List<Long> users = new ArrayList<>(rows.ids("user_account", names));
        List<Long> nas = new ArrayList<>(rows.ids("nas_client", names));
        for (String name : names) {
            PeerEntry peer = before.peer(name);
            if (peer != null) peers.add(peer.id());
            UserEntry user = before.user(name);
            if (user != null) users.add(user.id());
        }
        before.nasEntries().stream()
                .filter(n -> names.contains(n.name()))
                .forEach(n -> nas.add(n.id()));
        Map<Long, @Nullable GroupEntry> groups = new HashMap<>();
        before.groupNames()
                .forEach(name -> {
                    GroupEntry known = before.group(name);
                    if (known != null) groups.put(known.id(), null);
                });
        groups.putAll(builder.groups(rows.groups(null)));
        return before.with(
                before.version(),
                reload(nas, rows::nas, builder::nas, NasEntry::id),
                reload(peers, rows::peers, builder::peer, PeerEntry::id),
                groups,
                reload(users, rows::users, builder::user, UserEntry::id));
    }

    private Snapshot loadAll() {
        // The version is read first: a change that commits in between is then loaded twice, never
        // missed.
        long version = rows.version();
        return new Snapshot(
                version,
                entries(rows.nas(null), builder::nas, NasEntry::id),
                entries(rows.peers(null), builder::peer, PeerEntry::id),
                builder.groups(rows.groups(null)),
                entries(rows.users(null), builder::user, UserEntry::id));
    }

    private static <R, E> Map<Long, E> entries(
            List<R> found, Function<R, E> build, ToLongFunction<E> id) {
        Map<Long, E> map = HashMap.newHashMap(found.size());
        for (R row : found) {
            try {
                E entry = build.apply(row);
                map.put(id.applyAsLong(entry), entry);
            } catch (RuntimeException e) {
                log.error("configuration row left out: {}", e.toString());
            }
        }
        return map;
    }

    private void follow() {
        boolean away = false;
        int pauseMillis = 50;
        Instant nextHeartbeat = Instant.EPOCH;
        Instant nextPrune = clock.instant().plus(Duration.ofMinutes(5));
        while (!stopping) {
            try {
                boolean changed = catchUp();
                Instant now = clock.instant();
                checkedAt = now;
                checkedNanos = System.nanoTime();
                if (changed || !now.isBefore(nextHeartbeat)) {
                    rows.heartbeat(INSTANCE, startedAt, now, current.version());
                    nextHeartbeat = now.plusSeconds(5);
                }
                if (!now.isBefore(nextPrune)) {
                    nextPrune = now.plus(Duration.ofHours(6));
                    rows.prune(now.minus(KEEP_LOG));
                }
                listener.await(POLL_MILLIS);
                if (away) log.info("database is back, snapshot version={}", current.version());
                away = false;
                pauseMillis = 50;
            } catch (DataAccessException e) {
                if (stopping) return;
                if (!away) {
                    log.warn(
                            "database away: answering from snapshot version={}: {}",
                            current.version(),
                            e.getMessage());
                }
                away = true;
                listener.close();
                // A connection that was only cut is made anew at once.
                pause(pauseMillis);
                pauseMillis = Math.min(500, 2 * pauseMillis);
            } catch (RuntimeException e) {
                log.error("snapshot not refreshed", e);
                pause(500);
            }
        }
    }

    private void pause(int millis) {
        synchronized (applied) {
            try {
                applied.wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopping = true;
            }
        }
    }

    private boolean catchUp() {
        long version = rows.version();
        Snapshot before = current;
        if (version == before.version()) return false;
        // A restored backup goes back; a long absence may have outlived the log.
        boolean reload = version < before.version() || age().compareTo(KEEP_LOG.dividedBy(2)) > 0;
        current = reload ? loadAll() : changed(before, version);
        synchronized (applied) {
            applied.notifyAll();
        }
        events.publishEvent(new SnapshotApplied(current.version()));
        return true;
    }

    private Snapshot changed(Snapshot before, long version) {
        Map<String, List<Long>> ids = new HashMap<>();
        for (Change change : rows.changes(before.version(), version)) {
            ids.computeIfAbsent(change.kind(), k -> new ArrayList<>()).add(change.rowId());
        }
        // A renamed group is in its peers' and users' entries by name.
        if (ids.containsKey("group")) return loadAll();
        return before.with(
                version,
                reload(ids.get("nas"), rows::nas, builder::nas, NasEntry::id),
                reload(ids.get("peer"), rows::peers, builder::peer, PeerEntry::id),
                Map.of(),
                reload(ids.get("user"), rows::users, builder::user, UserEntry::id));
    }

    private static <R, E> Map<Long, @Nullable E> reload(
            @Nullable List<Long> ids,
            Function<List<Long>, List<R>> read,
            Function<R, E> build,
            ToLongFunction<E> id) {
        Map<Long, @Nullable E> result = new HashMap<>();
        if (ids == null) return result;
        ids.forEach(gone -> result.put(gone, null));
        result.putAll(entries(read.apply(ids), build, id));
        return result;
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        synchronized (applied) {
            applied.notifyAll();
        }
        thread.join(2_000);
        listener.close();
        try {
            rows.forget(INSTANCE);
        } catch (DataAccessException e) {
            // The others stop waiting for this instance after some seconds anyway.
            log.debug("instance {} not signed off: {}", INSTANCE, e.getMessage());
        }
    }
}
