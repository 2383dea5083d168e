package io.flexaaa.server.authlog;

import io.flexaaa.server.authlog.store.DecisionStore;
import io.flexaaa.server.listing.Page;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes decisions in batches from one thread. The request path only counts and offers to a bounded
 * queue; a full queue, a used-up budget or an unreachable database costs log lines, which are
 * counted, never answers.
 */
@Service
class DecisionWriter implements DecisionRecorder, DecisionLog {

    private static final Logger log = LoggerFactory.getLogger(DecisionWriter.class);
    private static final int BATCH = 500;
    private static final long DELETE_EVERY_MS = 600_000;

    /** A lone decision is written at once, those that follow together: a commit costs ten rows. */
    private static final long BETWEEN_WRITES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DecisionStore store;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final DecisionLogProperties properties;
    private final DecisionTally tally = new DecisionTally();
    private final BlockingQueue<Lazy> queue;
    private final LongAdder notLogged = new LongAdder();
    private final AtomicLong budgetSecond = new AtomicLong();
    private final AtomicLong budgetLeft = new AtomicLong();
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    DecisionWriter(
            DecisionStore store,
            ApplicationEventPublisher events,
            Clock clock,
            DecisionLogProperties properties) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.properties = properties;
        this.queue = new ArrayBlockingQueue<>(properties.queue());
        this.thread = Thread.ofPlatform().name("decision-log").daemon().start(this::run);
    }

    @Override
    public void record(DecisionResult result, String reason, long latencyMicros, Lazy decision) {
        long nowMs = clock.millis();
        tally.count(result, reason, latencyMicros, nowMs);
        // Refusals keep a tenth of the queue to themselves: they are what the log is read for.
        boolean accept = result == DecisionResult.ACCEPT;
        boolean room = !accept || queue.remainingCapacity() > properties.queue() / 10;
        if (!room || !withinBudget(nowMs / 1000) || !queue.offer(decision)) notLogged.increment();
    }

    private boolean withinBudget(long second) {
        long current = budgetSecond.get();
        if (current != second && budgetSecond.compareAndSet(current, second)) {
            budgetLeft.set(properties.maxPerSecond());
        }
        // Read first: a storm would otherwise count the budget down without end on a shared cache
        // line.
        return budgetLeft.get() > 0 && budgetLeft.decrementAndGet() >= 0;
    }

    private void run() {
        long nextDelete = clock.millis() + 60_000;
        List<Lazy> waiting = new ArrayList<>(BATCH);
        long written = System.nanoTime() - BETWEEN_WRITES_NANOS;
        while (stop.getCount() > 0 || !queue.isEmpty()) {
            try {
                Lazy first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    waiting.add(first);
                    collect(waiting, written + BETWEEN_WRITES_NANOS);
                    write(waiting);
                    written = System.nanoTime();
                }
                if (clock.millis() >= nextDelete) {
                    nextDelete = clock.millis() + DELETE_EVERY_MS;
                    store.deleteBefore(clock.instant().minus(properties.keep()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                notLogged.add(waiting.size());
                log.warn("decision log: {} decisions not stored: {}", waiting.size(), e.toString());
            } finally {
                waiting.clear();
            }
        }
    }

    /** What comes until then, up to a whole batch; looked for in steps, not woken for each. */
    private void collect(List<Lazy> waiting, long untilNanos) throws InterruptedException {
        queue.drainTo(waiting, BATCH - waiting.size());
        long left = untilNanos - System.nanoTime();
        while (waiting.size() < BATCH && left > 0) {
            if (stop.await(Math.min(left, STEP_NANOS), TimeUnit.NANOSECONDS)) return;
            queue.drainTo(waiting, BATCH - waiting.size());
            left = untilNanos - System.nanoTime();
        }
    }

    private void write(List<Lazy> waiting) {
        List<Decision> rendered = new ArrayList<>(waiting.size());
        for (Lazy lazy : waiting) rendered.add(lazy.render());
        List<Decision> stored = store.insert(rendered);
        events.publishEvent(new DecisionsRecorded(stored));
    }

    @Override
    public Page<Decision> search(DecisionQuery query) {
        int limit = query.page().limit();
        return Page.cut(store.search(query, limit + 1), limit, d -> String.valueOf(d.id()));
    }

    @Override
    public Optional<Decision> find(long id) {
        return store.find(id);
    }

    @Override
    public DecisionStats stats() {
        return tally.read(clock.millis(), notLogged.sum());
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stop.countDown();
        thread.join(3_000);
    }
}
