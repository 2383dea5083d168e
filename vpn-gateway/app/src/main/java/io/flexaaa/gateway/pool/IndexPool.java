package io.flexaaa.gateway.pool;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Numbers 0..size-1, leased to identities. Never-used numbers go first, then the one that has been
 * free for longest, so an address is not handed to a second peer while the first may still be
 * coming back. A peer that comes back gets its old number if that is free.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class IndexPool {
    /** How many identities are remembered; the oldest is forgotten first. */
    private static final int REMEMBERED = 100_000;

    private final long size;
    private long neverUsed;
    private final Set<Long> leased = new HashSet<>();
    private final LinkedHashSet<Long> free = new LinkedHashSet<>();
    private final Map<String, Long> lastOf =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > REMEMBERED;
                }
            };

    IndexPool(long size) {
        this.size = size;
    }

    long size() {
        return size;
    }

    int leasedCount() {
        return leased.size();
    }

    /**
     * @param usable false for a number that somebody holds outside this pool
     * @return the number, or -1 if the pool is exhausted
     */
    long lease(String identity, LongPredicate usable) {
        Long last = lastOf.get(identity);
        if (last != null && !leased.contains(last) && usable.test(last)) {
            return take(last, identity);
        }
        while (neverUsed < size) {
            long index = neverUsed++;
            if (!leased.contains(index)) {
                if (usable.test(index)) {
                    return take(index, identity);
                }
                free.add(index);
            }
        }
        for (Iterator<Long> i = free.iterator(); i.hasNext(); ) {
            long index = i.next();
            if (usable.test(index)) {
                return take(index, identity);
            }
        }
        return -1;
    }

    void release(long index) {
        if (leased.remove(index)) {
            free.add(index);
        }
    }

    private long take(long index, String identity) {
        free.remove(index);
        leased.add(index);
        lastOf.put(identity, index);
        return index;
    }
}
