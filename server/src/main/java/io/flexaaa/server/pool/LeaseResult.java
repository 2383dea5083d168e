package io.flexaaa.server.pool;

import org.jspecify.annotations.Nullable;

/** What became of a request for addresses. */
public sealed interface LeaseResult {
    record Granted(@Nullable Lease v4, @Nullable Lease v6) implements LeaseResult {}

    /** Every address of that pool is lent. */
    record Exhausted(long poolId) implements LeaseResult {}

    /** The database did not answer, or too many requests wait for it; the hub will ask again. */
    record Unavailable(String why) implements LeaseResult {}
}
