package io.flexaaa.gateway.pool;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * One address held by one session.
 *
 * @param prefixLength of the assigned prefix: 32 for an IPv4 host, what the pool or the policy says
 *     for IPv6
 * @param pool the pool it came from, null if the AAA server named the address
 * @param holder the session that holds it
 */
public record Lease(
        InetAddress address,
        int prefixLength,
        @Nullable String pool,
        String identity,
        long holder) {}
