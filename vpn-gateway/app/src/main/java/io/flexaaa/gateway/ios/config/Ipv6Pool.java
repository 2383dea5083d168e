package io.flexaaa.gateway.ios.config;

/** {@code ipv6 local pool NAME PREFIX ASSIGN-LENGTH}: hands out prefixes of that length. */
public record Ipv6Pool(String name, IpPrefix prefix, int assignLength, boolean shared) {}
