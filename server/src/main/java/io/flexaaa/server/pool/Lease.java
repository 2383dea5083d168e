package io.flexaaa.server.pool;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * An address lent to a peer, with what goes beside it.
 *
 * @param netmask for IPv4; null sends none
 * @param prefixLength for IPv6; null sends none
 */
public record Lease(
        InetAddress address, @Nullable String netmask, @Nullable Integer prefixLength) {}
