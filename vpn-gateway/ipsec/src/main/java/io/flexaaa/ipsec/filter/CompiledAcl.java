package io.flexaaa.ipsec.filter;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * An access list ready for the packet path; build one with {@link #compile}. An empty list permits
 * everything, as IOS does for a list without lines; any other ends with the implicit deny.
 *
 * <p>Single writer: the thread of the direction it is set on, so compile one per interface and
 * direction. The hit counters may be read anywhere.
 */
public final class CompiledAcl {
    private static final int CACHE = 256;
    private static final int WORDS = 6;
    private static final int IMPLICIT_DENY = -1;
    private static final int EMPTY = -2;

    private final String name;
    private final List<AclEntry> entries;
    private final Rule[] rules;
    private final AtomicLongArray hits;
    // Direct-mapped flow cache: the whole key, and the index of the line that decided.
    private final long[] cachedKeys = new long[CACHE * WORDS];
    private final int[] cachedLines = new int[CACHE];

    private CompiledAcl(String name, List<AclEntry> entries) {
        this.name = name;
        this.entries = entries;
        this.rules = entries.stream().map(Rule::new).toArray(Rule[]::new);
        this.hits = new AtomicLongArray(rules.length + 1);
        java.util.Arrays.fill(cachedLines, EMPTY);
    }

    public static CompiledAcl compile(String name, List<AclEntry> entries) {
        return new CompiledAcl(name, List.copyOf(entries));
    }

    /**
     * Decides on a flow.
     *
     * @param packets how many packets stand behind the key; a super-packet is many
     */
    public boolean permits(FlowKey key, int packets) {
        if (rules.length == 0) {
            return true;
        }
        int line = line(key);
        int cell = line == IMPLICIT_DENY ? rules.length : line;
        hits.setRelease(cell, hits.getPlain(cell) + packets);
        return line != IMPLICIT_DENY && rules[line].permit;
    }

    private int line(FlowKey key) {
        long kind =
                (key.ipv6 ? 1L : 0)
                        | (key.ackOrReset ? 2L : 0)
                        | (key.laterFragment ? 4L : 0)
                        | (long) key.protocol << 8;
        long ports = (long) key.sourcePort << 16 | key.destinationPort;
        long mixed =
                (key.sourceLow * 31 + key.destinationLow) * 31
                        + (key.sourceHigh ^ ports) * 17
                        + key.destinationHigh
                        + kind;
        int slot = (int) (mixed * 0x9E3779B97F4A7C15L >>> 56);
        int at = slot * WORDS;
        if (cachedLines[slot] != EMPTY
                && cachedKeys[at] == key.sourceLow
                && cachedKeys[at + 1] == key.destinationLow
                && cachedKeys[at + 2] == key.sourceHigh
                && cachedKeys[at + 3] == key.destinationHigh
                && cachedKeys[at + 4] == ports
                && cachedKeys[at + 5] == kind) {
            return cachedLines[slot];
        }
        int line = search(key);
        cachedKeys[at] = key.sourceLow;
        cachedKeys[at + 1] = key.destinationLow;
        cachedKeys[at + 2] = key.sourceHigh;
        cachedKeys[at + 3] = key.destinationHigh;
        cachedKeys[at + 4] = ports;
        cachedKeys[at + 5] = kind;
        cachedLines[slot] = line;
        return line;
    }

    private int search(FlowKey key) {
        for (int i = 0; i < rules.length; i++) {
            if (rules[i].matches(key)) {
                return i;
            }
        }
        return IMPLICIT_DENY;
    }

    public String name() {
        return name;
    }

    public List<AclEntry> entries() {
        return entries;
    }

    /** Packets that line {@code i} decided. */
    public long hits(int i) {
        return hits.getAcquire(i);
    }

    /** Packets that no line matched. */
    public long implicitDenyHits() {
        return hits.getAcquire(rules.length);
    }
}
