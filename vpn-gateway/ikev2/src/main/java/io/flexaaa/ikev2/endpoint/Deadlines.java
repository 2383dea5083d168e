package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * When each session wants to be woken, O(log n) a change. A deadline that moved leaves its old
 * entry in the heap; that one is recognised by its time and skipped when it comes up.
 */
final class Deadlines {
    private record Entry(long atMs, Session session) {}

    private final PriorityQueue<Entry> heap =
            new PriorityQueue<>((a, b) -> Long.compare(a.atMs, b.atMs));
    private final Map<Long, Long> current = new HashMap<>();

    /** {@link Step#NEVER} takes the session out. */
    void set(Session session, long atMs) {
        if (atMs == Step.NEVER) {
            current.remove(session.id());
            return;
        }
        Long before = current.put(session.id(), atMs);
        if (before == null || before != atMs) {
            heap.add(new Entry(atMs, session));
        }
        if (heap.size() > 64 && heap.size() > 4 * current.size()) {
            heap.removeIf(e -> !isCurrent(e));
        }
    }

    /** The next session that is due, or null. It has no deadline until {@link #set} again. */
    @Nullable Session due(long nowMs) {
        Entry first = next();
        if (first == null || first.atMs > nowMs) {
            return null;
        }
        heap.remove();
        current.remove(first.session.id());
        return first.session;
    }

    long earliestMs() {
        Entry first = next();
        return first == null ? Step.NEVER : first.atMs;
    }

    private @Nullable Entry next() {
        Entry first = heap.peek();
        while (first != null && !isCurrent(first)) {
            heap.remove();
            first = heap.peek();
        }
        return first;
    }

    private boolean isCurrent(Entry e) {
        Long at = current.get(e.session.id());
        return at != null && at == e.atMs;
    }
}
