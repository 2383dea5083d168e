package io.flexaaa.gateway.session;

import io.flexaaa.gateway.telemetry.LogLine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The one thread that owns the engine and everything a session holds. Others hand it work; nobody
 * else touches that state.
 */
final class OwnerThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerThread.class);

    /**
     * Datagrams wait here while the engine computes; past this many a flood is dropped, not kept.
     */
    private static final int MOST_DATAGRAMS = 8_192;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final LongSupplier nextDeadlineMs;
    private final Runnable onDeadline;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    OwnerThread(String name, LongSupplier nextDeadlineMs, Runnable onDeadline) {
        this.nextDeadlineMs = nextDeadlineMs;
        this.onDeadline = onDeadline;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    void post(Runnable task) {
        tasks.add(task);
    }

    /** For work that anyone on the network can cause. */
    void postDatagram(Runnable task) {
        if (tasks.size() < MOST_DATAGRAMS) {
            tasks.add(task);
        } else {
            dropped.incrementAndGet();
        }
    }

    long droppedDatagrams() {
        return dropped.get();
    }

    /** Asks the owner and waits; must not be called by the owner itself. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            } catch (Error e) {
                answer.completeExceptionally(e);
                throw e;
            }
        });
        return answer;
    }

    private void run() {
        while (!closed) {
            try {
                long wait = Math.max(0, Math.min(1_000, nextDeadlineMs.getAsLong() - nowMs()));
                Runnable task = wait == 0 ? tasks.poll() : tasks.poll(wait, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
                if (nextDeadlineMs.getAsLong() - nowMs() <= 0) {
                    onDeadline.run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // A broken invariant of one session must not end the others.
                LOG.error("{}", LogLine.of("owner-error").with("error", e), e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
