package io.flexaaa.gateway.aaa;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What each RADIUS server did so far: written by the client's thread, read by show commands. */
public final class RadiusHealth {
    /**
     * @param accepted Access-Accept or Accounting-Response @param timeouts tries all unanswered
     */
    public record Counts(
            long sent, long retransmitted, long timeouts, long accepted, long rejected) {}

    /**
     * @param up it answered the last request that ended @param sinceMs on the wall clock
     */
    public record Status(
            boolean up, long sinceMs, long deadCount, Counts access, Counts accounting) {}

    private static final class Tally {
        final LongAdder sent = new LongAdder();
        final LongAdder retransmitted = new LongAdder();
        final LongAdder timeouts = new LongAdder();
        final LongAdder accepted = new LongAdder();
        final LongAdder rejected = new LongAdder();

        Counts counts() {
            return new Counts(
                    sent.sum(),
                    retransmitted.sum(),
                    timeouts.sum(),
                    accepted.sum(),
                    rejected.sum());
        }
    }

    private static final class Entry {
        final Tally access = new Tally();
        final Tally accounting = new Tally();
        final LongAdder deaths = new LongAdder();
        volatile boolean up = true;
        volatile long sinceMs = System.currentTimeMillis();

        Tally of(boolean accountingRequest) {
            return accountingRequest ? accounting : access;
        }

        void change(boolean nowUp) {
            if (up != nowUp) {
                up = nowUp;
                sinceMs = System.currentTimeMillis();
                if (!nowUp) {
                    deaths.increment();
                }
            }
        }
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private Entry entry(RadiusServer server) {
        return entries.computeIfAbsent(server.name(), unused -> new Entry());
    }

    void sent(RadiusServer server, boolean accounting) {
        entry(server).of(accounting).sent.increment();
    }

    void retransmitted(RadiusServer server, boolean accounting) {
        entry(server).of(accounting).retransmitted.increment();
    }

    void replied(RadiusServer server, boolean accounting, boolean accepted) {
        Entry entry = entry(server);
        Tally tally = entry.of(accounting);
        (accepted ? tally.accepted : tally.rejected).increment();
        entry.change(true);
    }

    void timedOut(RadiusServer server, boolean accounting) {
        Entry entry = entry(server);
        entry.of(accounting).timeouts.increment();
        entry.change(false);
    }

    /** A server that was never asked counts as up, as on IOS. */
    public Status of(String serverName) {
        Entry entry = entries.computeIfAbsent(serverName, unused -> new Entry());
        return new Status(
                entry.up,
                entry.sinceMs,
                entry.deaths.sum(),
                entry.access.counts(),
                entry.accounting.counts());
    }
}
