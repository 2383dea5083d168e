package io.flexaaa.server.dynauth;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.dynauth.store.JobStore;
import io.flexaaa.server.problem.Problem;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Carries jobs out: for each NAS a lane of its own at the job's rate. A session is marked as sent
 * before its first packet leaves, so that a job cut off by a restart is never sent twice.
 */
@Component
class JobRunner {
    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final long PROGRESS_NS = 250_000_000;

    private final DynAuthService dynAuth;
    private final JobStore store;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<Long, Run> running = new ConcurrentHashMap<>();

    JobRunner(
            DynAuthService dynAuth, JobStore store, ApplicationEventPublisher events, Clock clock) {
        this.dynAuth = dynAuth;
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    private static final class Run {
        final DynAuthJob job;
        final Map<ItemState, Long> counts;
        volatile @Nullable JobState stop;
        long publishedNs = System.nanoTime();

        Run(DynAuthJob job) {
            this.job = job;
            this.counts = new EnumMap<>(ItemState.class);
            counts.putAll(job.counts());
        }

        synchronized void count(ItemState from, ItemState to) {
            counts.merge(from, -1L, Long::sum);
            counts.values().removeIf(n -> n == 0);
            counts.merge(to, 1L, Long::sum);
        }

        synchronized Map<ItemState, Long> counts() {
            return new EnumMap<>(counts);
        }

        synchronized boolean tellNow() {
            long nowNs = System.nanoTime();
            if (nowNs - publishedNs < PROGRESS_NS) return false;
            publishedNs = nowNs;
            return true;
        }
    }

    void start(Actor actor, DynAuthJob job, List<JobItem> items) {
        Run run = new Run(job);
        running.put(job.id(), run);
        Thread.ofVirtual().name("dynauth-job-" + job.id()).start(() -> run(actor, run, items));
    }

    void cancel(long jobId) {
        Run run = running.get(jobId);
        if (run != null) run.stop = JobState.CANCELLED;
    }

    private void run(Actor actor, Run run, List<JobItem> items) {
        Map<Long, List<JobItem>> lanes = new LinkedHashMap<>();
        for (JobItem item : items) {
            if (item.state() != ItemState.PENDING) continue;
            lanes.computeIfAbsent(item.nasId(), nas -> new ArrayList<>()).add(item);
        }
        JobState end = JobState.INTERRUPTED;
        try {
            List<Thread> threads = new ArrayList<>();
            for (List<JobItem> lane : lanes.values()) {
                threads.add(Thread.ofVirtual().start(() -> lane(actor, run, lane)));
            }
            for (Thread thread : threads) thread.join();
            JobState stop = run.stop;
            end = stop == null ? JobState.DONE : stop;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish(run, end);
        }
    }

    private void finish(Run run, JobState end) {
        running.remove(run.job.id());
        try {
            store.finish(run.job.id(), end);
            store.find(run.job.id()).ifPresent(job -> events.publishEvent(new JobChanged(job)));
        } catch (DataAccessException e) {
            log.warn(
                    "job {} ended as {} but is not marked so: {}", run.job.id(), end, e.toString());
        }
    }

    private void lane(Actor actor, Run run, List<JobItem> lane) {
        long gapNs = TimeUnit.SECONDS.toNanos(1) / run.job.ratePerSecond();
        long nextNs = System.nanoTime();
        List<Thread> out = new ArrayList<>();
        try {
            for (JobItem item : lane) {
                long waitNs = nextNs - System.nanoTime();
                if (waitNs > 0) TimeUnit.NANOSECONDS.sleep(waitNs);
                if (run.stop != null) break;
                nextNs = Math.max(nextNs + gapNs, System.nanoTime());
                out.add(Thread.ofVirtual().start(() -> one(actor, run, item)));
                out.removeIf(t -> !t.isAlive());
            }
            for (Thread thread : out) thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one(Actor actor, Run run, JobItem item) {
        long job = run.job.id();
        try {
            if (run.stop != null || !store.take(job, item.position())) return;
            run.count(ItemState.PENDING, ItemState.SENT);
            ItemState state;
            Long logId = null;
            String message;
            try {
                DynAuthResult result =
                        dynAuth.perform(
                                actor, run.job.kind(), item.sessionId(), item.change(), false);
                state = ItemState.of(result.outcome());
                logId = result.id();
                message = result.message();
            } catch (Problem.NotFound | Problem.Conflict e) {
                state = ItemState.SKIPPED;
                message = e.detail();
            } catch (Problem e) {
                state = ItemState.ERROR;
                message = e.detail();
            }
            store.done(job, item.position(), state, logId, message);
            run.count(ItemState.SENT, state);
            if (run.tellNow()) tell(run);
        } catch (DataAccessException e) {
            log.warn("job {} session {}: {}", job, item.sessionId(), e.toString());
        }
    }

    private void tell(Run run) {
        events.publishEvent(new JobChanged(run.job.with(JobState.RUNNING, run.counts(), null)));
    }

    /** Keeps own jobs alive, and declares those interrupted whose server has gone. */
    @Scheduled(fixedDelay = 2_000)
    void watch() {
        for (Run run : running.values()) {
            if (!store.heartbeat(run.job.id()) && run.stop == null) run.stop = JobState.CANCELLED;
        }
        for (long id : store.interruptSilent(SILENCE)) {
            log.warn(
                    "dynauth job {} was interrupted: its server stopped at {}",
                    id,
                    clock.instant());
            store.find(id).ifPresent(job -> events.publishEvent(new JobChanged(job)));
        }
    }

    @PreDestroy
    void stop() {
        for (Run run : running.values()) {
            run.stop = JobState.INTERRUPTED;
            finish(run, JobState.INTERRUPTED);
        }
    }
}
