package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Many Disconnects or CoAs as one order.
 *
 * @param id 0 for a dry run, which is not kept
 * @param reason what the sessions were chosen by
 * @param counts sessions by state
 * @param items of a dry run: all that would be touched; else empty, the list has its own page
 */
public record DynAuthJob(
        long id,
        DynAuthKind kind,
        String reason,
        JobState state,
        @Nullable PolicyChange change,
        int ratePerSecond,
        String actor,
        Instant createdAt,
        @Nullable Instant finishedAt,
        long total,
        Map<ItemState, Long> counts,
        List<JobItem> items) {

    DynAuthJob with(JobState newState, Map<ItemState, Long> newCounts, @Nullable Instant finished) {
        return new DynAuthJob(
                id,
                kind,
                reason,
                newState,
                change,
                ratePerSecond,
                actor,
                createdAt,
                finished,
                total,
                newCounts,
                items);
    }
}
