package io.flexaaa.server.pool;

import io.flexaaa.server.pool.store.LeaseStore;
import io.flexaaa.server.pool.store.PoolExhaustedException;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.SessionsChanged;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lends addresses. The database decides, on a few threads of its own: the RADIUS listeners hand the
 * request over and go on.
 */
@Service
public class LeaseService {

    private static final Logger log = LoggerFactory.getLogger(LeaseService.class);

    /** Less than the database's connections, so that look-ups cannot starve the rest. */
    private static final int THREADS = 4;

    private static final int WAITING = 4_096;

    private final LeaseStore store;
    private final Clock clock;
    private final ThreadPoolExecutor threads;

    /** Whether there is anything to give back; saves a statement for each ended session. */
    private volatile boolean inUse = true;

    LeaseService(LeaseStore store, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        Thread.ofPlatform().name("leases-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        Gauge.builder("flexaaa.pool.waiting", threads, t -> t.getQueue().size()).register(meters);
    }

    /** Never blocks; {@code done} is told on another thread, or at once when too many wait. */
    public void lease(LeaseRequest request, Consumer<LeaseResult> done) {
        try {
            threads.execute(() -> done.accept(lease(request)));
        } catch (RejectedExecutionException e) {
            done.accept(new LeaseResult.Unavailable(WAITING + " requests wait for an address"));
        }
    }

    private LeaseResult lease(LeaseRequest request) {
        try {
            LeaseResult result = store.lease(request, clock.instant());
            inUse = true;
            return result;
        } catch (PoolExhaustedException e) {
            return new LeaseResult.Exhausted(e.poolId());
        } catch (RuntimeException e) {
            log.warn("no address for {}: {}", request.holder(), e.getMessage());
            return new LeaseResult.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** A session that ended gives its address back. */
    @EventListener
    void sessions(SessionsChanged changed) {
        if (!inUse) return;
        List<Session> ended =
                changed.sessions().stream().filter(s -> s.state() == SessionState.ENDED).toList();
        if (ended.isEmpty()) return;
        try {
            threads.execute(() -> release(ended));
        } catch (RejectedExecutionException e) {
            log.warn("{} addresses are given back later: too many requests wait", ended.size());
        }
    }

    private void release(List<Session> ended) {
        try {
            for (Session session : ended) {
                store.release(session.peer(), session.startedAt(), clock.instant());
            }
        } catch (RuntimeException e) {
            // The hold time gives them back.
            log.warn("addresses of {} sessions not given back: {}", ended.size(), e.getMessage());
        }
    }

    @Scheduled(fixedDelay = 30_000, initialDelay = 30_000)
    public void releaseStale() {
        try {
            int freed = store.releaseStale(clock.instant());
            if (freed > 0) log.info("leases given back after their hold time: {}", freed);
            inUse = store.any();
        } catch (RuntimeException e) {
            log.warn("stale leases not looked for: {}", e.getMessage());
        }
    }

    /** What the peer has or had, and so would get; nothing is lent. */
    public Optional<Lease> held(long poolId, String holder) {
        return store.held(poolId, holder);
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
