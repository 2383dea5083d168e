package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/** {@code ip local pool}: several lines of one name add ranges. */
public record Ipv4Pool(
        String name, List<Range> ranges, @Nullable String group, int recycleDelaySeconds) {
    public Ipv4Pool {
        ranges = List.copyOf(ranges);
    }

    /** Both ends included. */
    public record Range(InetAddress low, InetAddress high) {}
}
