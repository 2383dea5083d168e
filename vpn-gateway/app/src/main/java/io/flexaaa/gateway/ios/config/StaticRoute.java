package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** {@code ip route} and {@code ipv6 route}; next hop, interface or both. */
public record StaticRoute(
        IpPrefix destination,
        @Nullable String interfaceName,
        @Nullable InetAddress nextHop,
        int distance,
        @Nullable Long tag) {}
