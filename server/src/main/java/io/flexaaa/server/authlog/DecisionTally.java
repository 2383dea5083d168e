package io.flexaaa.server.authlog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of every decision, logged or not: a ring of minutes, reject reasons by hour, latencies in
 * half-octave buckets. Lock-free; a reader may see a count a moment late.
 */
final class DecisionTally {

    private static final int MINUTES = 32;
    private static final int HOURS = 24;
    private static final int BUCKETS = 64;

    private final AtomicLongArray minuteStamp = new AtomicLongArray(MINUTES);
    private final AtomicLongArray accepts = new AtomicLongArray(MINUTES);
    private final AtomicLongArray rejects = new AtomicLongArray(MINUTES);
    private final AtomicLongArray latencies = new AtomicLongArray(MINUTES * BUCKETS);
    private final Map<ReasonHour, LongAdder> reasons = new ConcurrentHashMap<>();

    private record ReasonHour(String reason, long hour) {}

    void count(DecisionResult result, String reason, long latencyMicros, long nowMs) {
        long minute = nowMs / 60_000;
        int slot = (int) (minute % MINUTES);
        if (minuteStamp.get(slot) != minute) startMinute(slot, minute);
        latencies.incrementAndGet(slot * BUCKETS + bucket(latencyMicros));
        if (result == DecisionResult.ACCEPT) {
            accepts.incrementAndGet(slot);
            return;
        }
        if (result != DecisionResult.REJECT) return;
        rejects.incrementAndGet(slot);
        long hour = nowMs / 3_600_000;
        reasons.computeIfAbsent(new ReasonHour(reason, hour), k -> new LongAdder()).increment();
    }

    private synchronized void startMinute(int slot, long minute) {
        if (minuteStamp.get(slot) == minute) return;
        accepts.set(slot, 0);
        rejects.set(slot, 0);
        for (int i = 0; i < BUCKETS; i++) latencies.set(slot * BUCKETS + i, 0);
        minuteStamp.set(slot, minute);
        long oldestHour = minute / 60 - HOURS;
        reasons.keySet().removeIf(key -> key.hour <= oldestHour);
    }

    DecisionStats read(long nowMs, long notLogged) {
        long minute = nowMs / 60_000;
        List<DecisionStats.Point> spark = new ArrayList<>();
        for (long m = minute - 23; m <= minute; m++) {
            spark.add(new DecisionStats.Point(at(accepts, m), at(rejects, m)));
        }
        // The running minute and the one before it: "last minute" is never empty just after the
        // full minute.
        long accepted = at(accepts, minute) + at(accepts, minute - 1);
        long rejected = at(rejects, minute) + at(rejects, minute - 1);
        double share = 60_000.0 / (60_000 + nowMs % 60_000);
        return new DecisionStats(
                Math.round(accepted * share),
                Math.round(rejected * share),
                p99(minute),
                topReasons(),
                spark,
                notLogged);
    }

    private long at(AtomicLongArray ring, long minute) {
        int slot = (int) (minute % MINUTES);
        return minuteStamp.get(slot) == minute ? ring.get(slot) : 0;
    }

    private long p99(long minute) {
        long[] sum = new long[BUCKETS];
        long total = 0;
        for (long m = minute - 1; m <= minute; m++) {
            int slot = (int) (m % MINUTES);
            if (minuteStamp.get(slot) != m) continue;
            for (int i = 0; i < BUCKETS; i++) {
                sum[i] += latencies.get(slot * BUCKETS + i);
                total += latencies.get(slot * BUCKETS + i);
            }
        }
        long wanted = (total * 99 + 99) / 100;
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += sum[i];
            if (total > 0 && seen >= wanted) return upperBound(i);
        }
        return 0;
    }

    private List<DecisionStats.ReasonCount> topReasons() {
        Map<String, Long> byReason = new java.util.HashMap<>();
        reasons.forEach((key, count) -> byReason.merge(key.reason, count.sum(), Long::sum));
        return byReason.entrySet().stream()
                .map(e -> new DecisionStats.ReasonCount(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(DecisionStats.ReasonCount::count).reversed())
                .limit(10)
                .toList();
    }

    /** Two buckets an octave: a value is told within 50 %. */
    static int bucket(long micros) {
        if (micros < 2) return (int) Math.max(0, micros);
        int octave = 63 - Long.numberOfLeadingZeros(micros);
        int half = (int) (micros >>> (octave - 1) & 1);
        return Math.min(BUCKETS - 1, 2 * octave + half);
    }

    static long upperBound(int bucket) {
        if (bucket < 2) return bucket;
        int octave = bucket / 2;
        return bucket % 2 == 0 ? (3L << (octave - 1)) - 1 : (1L << (octave + 1)) - 1;
    }
}
