package io.flexaaa.server.pool;

import org.jspecify.annotations.Nullable;

/**
 * Who wants which addresses.
 *
 * @param v4Pool id of the IPv4 pool, or null
 * @param v6Pool id of the IPv6 pool, or null
 * @param holder the peer's name: it keeps its address
 */
public record LeaseRequest(
        @Nullable Long v4Pool,
        @Nullable Long v6Pool,
        String holder,
        String nasName,
        @Nullable String callingStationId) {}
