package io.flexaaa.protocol.radius.server;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Duplicate detection and reply replay (RFC 5080 §2.2.2): the same source, identifier and
 * authenticator within the hold time is the same request, answered with the same octets; while it
 * is still being worked on, copies of it are absorbed. Bounded in entries, in octets and in time.
 * Not thread-safe: one owner, such as one listener thread per socket.
 */
public final class DuplicateCache {
    /** What to do with a request that came in. */
    public sealed interface Verdict {
        /** Not seen before: work on it, then call {@link #finished}. */
        record Fresh(long ticket) implements Verdict {}

        /** A copy of a request that is being worked on, or whose answer is to be silence. */
        record Absorb() implements Verdict {}

        /** A copy of a request that was answered: send these octets again. */
        record Replay(byte[] reply) implements Verdict {}
    }

    private static final Verdict ABSORB = new Verdict.Absorb();

    /** About what an entry takes beside its reply, in octets. */
    private static final int ENTRY_OCTETS = 200;

    private final int maxEntries;
    private final long maxOctets;
    private final long holdMs;
    private final Map<Key, Entry> entries;
    private final ArrayDeque<Entry> byAge = new ArrayDeque<>();
    private long nextTicket = 1;
    private final Map<Long, Entry> byTicket = new HashMap<>();

    private long octets;

    /**
     * @param maxEntries past this many the oldest entry goes, whatever its age
     * @param holdMs how long a reply is kept for replay
     */
    public DuplicateCache(int maxEntries, long holdMs) {
        this(maxEntries, Long.MAX_VALUE, holdMs);
    }

    /**
     * @param maxEntries past this many the oldest entry goes, whatever its age
     * @param maxOctets past this many, replies and all, the oldest goes too: 65,536 replies of 4096
     *     octets would be a heap of their own
     * @param holdMs how long a reply is kept for replay
     */
    public DuplicateCache(int maxEntries, long maxOctets, long holdMs) {
        this.maxEntries = maxEntries;
        this.maxOctets = maxOctets;
        this.holdMs = holdMs;
        this.entries = new HashMap<>(1024);
    }

    /**
     * @param source address and port of the sender, in any encoding that is equal for equal ones
     * @param packet the datagram; its code, identifier and authenticator are read
     */
    public Verdict received(Object source, byte[] packet, int offset, long nowMs) {
        expire(nowMs);
        Key key = new Key(source, packet[offset] & 0xff, packet[offset + 1] & 0xff);
        long high = authenticatorHalf(packet, offset + 4);
        long low = authenticatorHalf(packet, offset + 12);
        Entry known = entries.get(key);
        if (known != null && known.high == high && known.low == low) {
            byte[] reply = known.reply;
            return reply == null ? ABSORB : new Verdict.Replay(reply);
        }
        // The same identifier with another authenticator is a new request: the sender gave the
        // old one up.
        if (known != null) byTicket.remove(known.ticket);
        while (byAge.size() >= maxEntries) drop(byAge.removeFirst());
        octets += ENTRY_OCTETS;
        bound();
        Entry entry = new Entry(key, high, low, nextTicket++, nowMs + holdMs);
        entries.put(key, entry);
        byTicket.put(entry.ticket, entry);
        byAge.addLast(entry);
        return new Verdict.Fresh(entry.ticket);
    }

    /**
     * The work on a fresh request is done.
     *
     * @param reply what was sent, or null when the answer is silence
     */
    public void finished(long ticket, byte @Nullable [] reply) {
        Entry entry = byTicket.remove(ticket);
        if (entry == null) return;
        entry.reply = reply;
        if (reply != null) octets += reply.length;
        bound();
    }

    private void bound() {
        while (octets > maxOctets && !byAge.isEmpty()) drop(byAge.removeFirst());
    }

    /**
     * The work on a fresh request came to nothing, such as a record that could not be stored: a
     * retransmission is a new chance, not a copy to be absorbed.
     */
    public void forgotten(long ticket) {
        Entry entry = byTicket.remove(ticket);
        if (entry != null) entries.remove(entry.key, entry);
    }

    public int size() {
        return byAge.size();
    }

    /** About what is held, in octets. */
    public long octets() {
        return octets;
    }

    private void expire(long nowMs) {
        for (Entry oldest = byAge.peekFirst();
                oldest != null && oldest.goneAtMs - nowMs <= 0;
                oldest = byAge.peekFirst()) {
            drop(byAge.removeFirst());
        }
    }

    private void drop(Entry entry) {
        byte[] reply = entry.reply;
        octets -= ENTRY_OCTETS + (reply == null ? 0 : reply.length);
        entries.remove(entry.key, entry);
        byTicket.remove(entry.ticket);
    }

    private static long authenticatorHalf(byte[] packet, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) value = value << 8 | packet[at + i] & 0xff;
        return value;
    }

    private record Key(Object source, int code, int identifier) {}

    private static final class Entry {
        final Key key;
        final long high;
        final long low;
        final long ticket;
        final long goneAtMs;
        byte @Nullable [] reply;

        Entry(Key key, long high, long low, long ticket, long goneAtMs) {
            this.key = key;
            this.high = high;
            this.low = low;
            this.ticket = ticket;
            this.goneAtMs = goneAtMs;
        }
    }
}
