package io.flexaaa.server.pool;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A lease as the API shows it; an inactive one is kept for its former holder.
 *
 * @param seenAt the holder's last look-up
 * @param releaseReason accounting-stop, stale or by-hand
 */
public record LeaseView(
        String address,
        String peer,
        boolean active,
        String nas,
        @Nullable String callingStationId,
        Instant leasedAt,
        Instant seenAt,
        @Nullable Instant releasedAt,
        @Nullable String releaseReason) {}
