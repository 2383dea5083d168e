package io.flexaaa.server.listing;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One keyset page. {@code next} is the cursor for the page after it, absent on the last. */
public record Page<T>(List<T> items, @Nullable String next, @Nullable Long total) {

    /** Cuts {@code rows}, read with one more than {@code limit}, and names the cursor. */
    public static <T> Page<T> cut(
            List<T> rows, int limit, java.util.function.Function<T, String> cursor) {
        if (rows.size() <= limit) return new Page<>(List.copyOf(rows), null, null);
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, cursor.apply(items.getLast()), null);
    }

    public Page<T> withTotal(long count) {
        return new Page<>(items, next, count);
    }
}
