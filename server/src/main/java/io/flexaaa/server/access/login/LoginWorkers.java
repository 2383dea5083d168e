package io.flexaaa.server.access.login;

import io.flexaaa.server.user.LoginProperties;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The few threads that password hashes and one-time codes run on, and the clock that refusals wait
 * for. Both are bounded: a flood of wrong passwords fills them and is then not answered, while
 * look-ups go on beside it.
 */
@Component
class LoginWorkers {

    private static final int MAX_DELAYED = 20_000;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor delays;
    private final long delayNanos;
    private final int queue;
    private final LongSupplier nanoTime;

    @Autowired
    LoginWorkers(LoginProperties settings, MeterRegistry meters) {
        this(settings, meters, System::nanoTime);
    }

    LoginWorkers(LoginProperties settings, MeterRegistry meters, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        int count = settings.hashThreads();
        this.queue = Math.max(2, settings.queue());
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(settings.rejectDelayMillis());
        this.threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(queue),
                        Thread.ofPlatform().name("login-", 0).daemon().factory());
        this.delays =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("login-delay").daemon().factory());
        delays.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        meters.gauge("flexaaa.login.waiting", threads, t -> t.getQueue().size());
        meters.gauge("flexaaa.login.delayed", delays, d -> d.getQueue().size());
    }

    /**
     * Whether it will be run, or told that it is {@code late}: when its turn comes after the NAS
     * has given up (IOS after 5 seconds), a hash would only make the next one late, too.
     */
    boolean run(Runnable work, Runnable late) {
        long asked = nanoTime.getAsLong();
        try {
            threads.execute(() -> {
                if (nanoTime.getAsLong() - asked > PATIENCE_NANOS) late.run();
                else work.run();
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Then there is no room for work whose only purpose is to take time. */
    boolean halfFull() {
        return threads.getQueue().size() > queue / 2;
    }

    /**
     * Runs it at the next multiple of the delay after a request came: how long the decision took,
     * and so what was wrong, cannot be seen.
     *
     * @return whether it will be run
     */
    boolean later(long receivedNanos, Runnable send) {
        if (delayNanos == 0) {
            send.run();
            return true;
        }
        if (delays.getQueue().size() >= MAX_DELAYED) return false;
        long spent = Math.max(0, System.nanoTime() - receivedNanos);
        try {
            delays.schedule(send, delayNanos - spent % delayNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
        delays.shutdownNow();
    }
}
