package io.flexaaa.ipsec.sad;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Inbound SAs by SPI. Readers see an immutable open-addressing table through one volatile read;
 * writers make a new one. SPIs are ours to choose, so spreading by a multiplicative hash is enough.
 */
public final class SpiTable<T> {
    private static final int GOLDEN = 0x9E3779B9;

    private record Snapshot(int[] keys, @Nullable Object[] values, int shift, int count) {}

    private volatile Snapshot snapshot = empty(16);

    private static Snapshot empty(int capacity) {
        return new Snapshot(
                new int[capacity],
                new Object[capacity],
                32 - Integer.numberOfTrailingZeros(capacity),
                0);
    }

    @SuppressWarnings("unchecked")
    public @Nullable T get(int spi) {
        Snapshot s = snapshot;
        int at = spi * GOLDEN >>> s.shift;
        while (s.values[at] != null) {
            if (s.keys[at] == spi) {
                return (T) s.values[at];
            }
            at = at + 1 & s.keys.length - 1;
        }
        return null;
    }

    /** False when the SPI is taken; nothing is changed then. */
    public synchronized boolean add(int spi, T value) {
        if (get(spi) != null) {
            return false;
        }
        Snapshot old = snapshot;
        int capacity = old.keys.length;
        // Copied as a whole on each change, kept at most half full.
        Snapshot fresh = rebuild(old, (old.count + 1) * 2 > capacity ? capacity * 2 : capacity, 0);
        insert(fresh, spi, value);
        snapshot = new Snapshot(fresh.keys, fresh.values, fresh.shift, old.count + 1);
        return true;
    }

    public synchronized @Nullable T remove(int spi) {
        T value = get(spi);
        if (value != null) {
            Snapshot old = snapshot;
            Snapshot fresh = rebuild(old, old.keys.length, spi);
            snapshot = new Snapshot(fresh.keys, fresh.values, fresh.shift, old.count - 1);
        }
        return value;
    }

    /** SPI 0 is reserved (RFC 4303 §2.1) and so serves as "leave out nothing". */
    private static Snapshot rebuild(Snapshot old, int capacity, int without) {
        Snapshot fresh = empty(capacity);
        for (int i = 0; i < old.keys.length; i++) {
            Object value = old.values[i];
            if (value != null && (without == 0 || old.keys[i] != without)) {
                insert(fresh, old.keys[i], value);
            }
        }
        return fresh;
    }

    private static void insert(Snapshot s, int spi, Object value) {
        int at = spi * GOLDEN >>> s.shift;
        while (s.values[at] != null) {
            at = at + 1 & s.keys.length - 1;
        }
        s.keys[at] = spi;
        s.values[at] = value;
    }

    @SuppressWarnings("unchecked")
    public List<T> values() {
        List<T> found = new ArrayList<>();
        for (Object value : snapshot.values) {
            if (value != null) {
                found.add((T) value);
            }
        }
        return found;
    }

    /** All values of which {@code which} holds. */
    public List<T> values(Predicate<T> which) {
        return values().stream().filter(which).toList();
    }

    public int size() {
        return snapshot.count;
    }
}
