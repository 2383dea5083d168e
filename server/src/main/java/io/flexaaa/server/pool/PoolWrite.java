package io.flexaaa.server.pool;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A pool as an operator writes it.
 *
 * @param ranges {@code FIRST-LAST}, {@code ADDRESS} or {@code ADDRESS/LENGTH}, all IPv4 or all IPv6
 * @param netmask sent as Framed-IP-Netmask beside an IPv4 address
 * @param prefixLength sent as ipsec:prefix-len beside an IPv6 address
 * @param holdSeconds how long an address stays reserved without a live session
 */
public record PoolWrite(
        @Nullable String description,
        List<String> ranges,
        @Nullable List<String> exclusions,
        @Nullable String netmask,
        @Nullable Integer prefixLength,
        @Nullable Integer holdSeconds) {}
