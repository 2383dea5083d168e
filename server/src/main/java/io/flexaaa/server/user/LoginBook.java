package io.flexaaa.server.user;

import io.flexaaa.server.user.store.UserActivityStore;
import io.flexaaa.server.user.store.UserActivityStore.Delta;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Failed logins and locks. Asked and told in memory, for the request path waits for nothing;
 * written and read back every second, so that all instances count together.
 */
@Component
public class LoginBook {

    private static final Logger log = LoggerFactory.getLogger(LoginBook.class);

    private final UserActivityStore store;
    private final LoginProperties settings;
    private final Clock clock;
    private final Map<Long, Count> counts = new ConcurrentHashMap<>();
    private volatile Map<Long, Instant> stored = Map.of();

    private static final class Count {
        /** In a row, of all instances as far as known. */
        private int failures;

        private long lastFailureMs;
        private long lockedUntilMs;

        // Not yet written.
        private boolean dirty;
        private boolean reset;
        private int added;
        private long loginMs;
    }

    LoginBook(UserActivityStore store, LoginProperties settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /** Until when that user is locked, or null. */
    public @Nullable Instant lockedUntil(long userId, long nowMs) {
        Instant until = stored.get(userId);
        if (until != null && nowMs < until.toEpochMilli()) return until;
        Count count = counts.get(userId);
        if (count == null) return null;
        synchronized (count) {
            return nowMs < count.lockedUntilMs ? Instant.ofEpochMilli(count.lockedUntilMs) : null;
        }
    }

    /** One more failure; whether the user is locked by it. */
    public boolean failed(long userId, long nowMs) {
        Count count = counts.computeIfAbsent(userId, id -> new Count());
        synchronized (count) {
            long lockMs = settings.lockSeconds() * 1_000L;
            if (nowMs - count.lastFailureMs > lockMs && count.lastFailureMs != 0) {
                // Yesterday's slip does not add to today's.
                count.failures = 0;
                count.added = 0;
                count.reset = true;
            }
            count.dirty = true;
            count.lastFailureMs = nowMs;
            count.failures++;
            count.added++;
            if (settings.maxFailures() == 0 || count.failures < settings.maxFailures()) {
                return false;
            }
            count.failures = 0;
            count.added = 0;
            count.reset = true;
            count.lockedUntilMs = nowMs + lockMs;
            return true;
        }
    }

    public void succeeded(long userId, long nowMs) {
        Count count = counts.computeIfAbsent(userId, id -> new Count());
        synchronized (count) {
            count.dirty = true;
            count.reset = true;
            count.failures = 0;
            count.added = 0;
            count.loginMs = nowMs;
        }
    }

    /** At once on this instance, within some seconds on the others. */
    void unlocked(long userId) {
        counts.remove(userId);
        Map<Long, Instant> left = new HashMap<>(stored);
        left.remove(userId);
        stored = left;
    }

    @Scheduled(fixedDelay = 1_000)
    void exchange() {
        try {
            counts.forEach(this::write);
            stored = store.locked(clock.instant());
            forgetWritten();
        } catch (DataAccessException e) {
            // What is not written stays and is written when the database is back.
            log.warn("logins of {} users not stored: {}", counts.size(), e.getMessage());
        }
    }

    private void write(long userId, Count count) {
        Delta delta;
        synchronized (count) {
            if (!count.dirty) return;
            delta =
                    new Delta(
                            count.reset,
                            count.added,
                            at(count.loginMs),
                            at(count.lastFailureMs),
                            at(count.lockedUntilMs));
            count.dirty = false;
            count.reset = false;
            count.added = 0;
        }
        try {
            Integer together = store.record(userId, delta);
            synchronized (count) {
                if (together != null) count.failures = together + count.added;
            }
        } catch (DataAccessException e) {
            synchronized (count) {
                count.added += count.reset ? 0 : delta.failures();
                count.reset |= delta.reset();
                count.dirty = true;
            }
            throw e;
        }
    }

    /**
     * A lock that is stored is read from there, so that whoever releases it does so everywhere; a
     * count that is written and old says nothing any more.
     */
    private void forgetWritten() {
        long nowMs = clock.millis();
        counts.values()
                .removeIf(count -> {
                    synchronized (count) {
                        if (count.dirty) return false;
                        count.lockedUntilMs = 0;
                        long last = Math.max(count.lastFailureMs, count.loginMs);
                        return nowMs - last > settings.lockSeconds() * 1_000L;
                    }
                });
    }

    private static @Nullable Instant at(long ms) {
        return ms == 0 ? null : Instant.ofEpochMilli(ms);
    }
}
