package io.flexaaa.server.operator;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows password guessing down: per account and source address a bucket of {@value #BURST} failures
 * that fills again by one a minute. Keyed by both, so that a stranger elsewhere cannot lock the
 * real operator out.
 */
final class SignInLimiter {
    static final int BURST = 5;
    static final Duration PER_TRY = Duration.ofMinutes(1);
    // Bounds the memory a flood of invented names can take; the oldest bucket goes first.
    private static final int MAX_BUCKETS = 10_000;

    private record Key(String account, String address) {}

    /** Debt: when all failures so far are forgiven. */
    private final Map<Key, Long> forgivenAtMs =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
                    return size() > MAX_BUCKETS;
                }
            };

    /** Null when a try is allowed, else how long to wait. */
    synchronized @Nullable Duration waitFor(String account, String address, long nowMs) {
        Long forgiven = forgivenAtMs.get(new Key(account, address));
        if (forgiven == null) return null;
        long over = forgiven - nowMs - (BURST - 1) * PER_TRY.toMillis();
        return over > 0 ? Duration.ofMillis(over) : null;
    }

    synchronized void failed(String account, String address, long nowMs) {
        Key key = new Key(account, address);
        long from = Math.max(nowMs, forgivenAtMs.getOrDefault(key, nowMs));
        forgivenAtMs.remove(key);
        forgivenAtMs.put(key, from + PER_TRY.toMillis());
    }

    synchronized void succeeded(String account, String address) {
        forgivenAtMs.remove(new Key(account, address));
    }
}
