package io.flexaaa.server.accounting;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Whose usage, of when, by what. The cursor is the last row's time and name. */
public record UsageQuery(
        Step step,
        By by,
        @Nullable String peer,
        @Nullable String group,
        @Nullable String nas,
        Instant from,
        Instant to,
        Instant afterAt,
        String afterName,
        int limit) {

    /** One row an hour or a day, UTC. */
    public enum Step {
        HOUR,
        DAY
    }

    /** One row for all, or one for each. */
    public enum By {
        ALL,
        PEER,
        GROUP,
        NAS
    }
}
