package io.flexaaa.server.nas;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what each RADIUS client sends. The listeners write, lock-free; the API reads. */
@Component
public class NasCounterBook {

    private final Map<Long, Tally> tallies = new ConcurrentHashMap<>();

    /** The counters of one client; listeners keep the object beside the client's entry. */
    public Tally of(long nasId) {
        return tallies.computeIfAbsent(nasId, id -> new Tally());
    }

    public NasCounters read(long nasId) {
        Tally tally = tallies.get(nasId);
        return tally == null ? NasCounters.NONE : tally.read();
    }

    /** When each client was last heard since the server started. */
    public Map<Long, Instant> lastPackets() {
        Map<Long, Instant> heard = new HashMap<>();
        tallies.forEach((id, tally) -> {
            Instant at = tally.lastPacketAt();
            if (at != null) heard.put(id, at);
        });
        return heard;
    }

    /** One client's counters. */
    public static final class Tally {
        public final LongAdder requests = new LongAdder();
        public final LongAdder accepts = new LongAdder();
        public final LongAdder rejects = new LongAdder();
        public final LongAdder accounting = new LongAdder();
        public final LongAdder challenges = new LongAdder();

        /** Answers of every kind, and how long they took together. */
        public final LongAdder answers = new LongAdder();

        public final LongAdder answerNanos = new LongAdder();
        private final Map<String, LongAdder> drops = new ConcurrentHashMap<>();
        private final AtomicLong lastPacketMs = new AtomicLong();

        /** {@code reason} is a constant of the server, never text from the network. */
        public void drop(String reason) {
            drops.computeIfAbsent(reason, r -> new LongAdder()).increment();
        }

        public long dropped() {
            long sum = 0;
            for (LongAdder count : drops.values()) sum += count.sum();
            return sum;
        }

        public void heard(long nowMs) {
            lastPacketMs.lazySet(nowMs);
        }

        @Nullable Instant lastPacketAt() {
            long ms = lastPacketMs.get();
            return ms == 0 ? null : Instant.ofEpochMilli(ms);
        }

        NasCounters read() {
            Map<String, Long> dropped = new HashMap<>();
            drops.forEach((reason, count) -> dropped.put(reason, count.sum()));
            return new NasCounters(
                    requests.sum(), accepts.sum(), rejects.sum(), accounting.sum(), dropped);
        }
    }
}
