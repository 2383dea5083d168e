package io.flexaaa.server.listing;

import org.jspecify.annotations.Nullable;

/**
 * What a list is asked for: at most {@code limit} rows after cursor {@code after} that match {@code
 * q}.
 */
public record PageRequest(int limit, @Nullable String after, @Nullable String q) {

    public static final int MAX_LIMIT = 500;

    public PageRequest {
        limit = Math.clamp(limit, 1, MAX_LIMIT);
        if (q != null && q.isBlank()) q = null;
        if (after != null && after.isBlank()) after = null;
    }

    public static PageRequest first(int limit) {
        return new PageRequest(limit, null, null);
    }

    /** The search text as a SQL LIKE pattern, its own wildcards taken literally. */
    public @Nullable String like() {
        if (q == null) return null;
        String escaped = q.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + escaped.toLowerCase(java.util.Locale.ROOT) + "%";
    }

    /** The cursor of lists ordered by falling id; {@link Long#MAX_VALUE} on the first page. */
    public long afterId() {
        if (after == null) return Long.MAX_VALUE;
        try {
            return Long.parseLong(after);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
