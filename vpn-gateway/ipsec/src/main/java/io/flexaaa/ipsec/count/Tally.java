package io.flexaaa.ipsec.count;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Packets, octets and drops by reason of one direction. Single writer; any thread may read. A
 * release store is a plain move on x86-64, so the writer pays nothing for its readers.
 */
public final class Tally {
    private static final DropReason[] REASONS = DropReason.values();
    private static final int PACKETS = REASONS.length;
    private static final int OCTETS = REASONS.length + 1;

    private final AtomicLongArray cells = new AtomicLongArray(REASONS.length + 2);

    public void passed(long packets, long octets) {
        add(PACKETS, packets);
        add(OCTETS, octets);
    }

    public void dropped(DropReason reason) {
        add(reason.ordinal(), 1);
    }

    public void dropped(DropReason reason, long packets) {
        add(reason.ordinal(), packets);
    }

    private void add(int cell, long n) {
        cells.setRelease(cell, cells.getPlain(cell) + n);
    }

    public long packets() {
        return cells.getAcquire(PACKETS);
    }

    public long octets() {
        return cells.getAcquire(OCTETS);
    }

    public long drops(DropReason reason) {
        return cells.getAcquire(reason.ordinal());
    }

    /** Only the reasons that occurred. */
    public Map<DropReason, Long> drops() {
        Map<DropReason, Long> found = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            if (drops(reason) != 0) {
                found.put(reason, drops(reason));
            }
        }
        return found;
    }
}
