package io.flexaaa.server.transport;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.List;

/**
 * {@code flexaaa.radius.*}
 *
 * @param authPorts 1812 is RFC 2865's; 1645 is what IOS uses unless told otherwise
 * @param threads listener threads a port; 0 means as many as the machine's cores, at most four
 * @param duplicateOctets what the replies kept for retransmissions may take, a port
 */
@ConfigurationProperties("flexaaa.radius")
public record RadiusProperties(
        @DefaultValue("0.0.0.0") String address,
        @DefaultValue({"1812", "1645"}) List<Integer> authPorts,
        @DefaultValue({"1813", "1646"}) List<Integer> acctPorts,
        @DefaultValue("0") int threads,
        @DefaultValue("65536") int duplicateEntries,
        @DefaultValue("33554432") long duplicateOctets,
        @DefaultValue("10000") int duplicateHoldMillis) {

    int listenerThreads() {
        if (threads > 0) return threads;
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    }
}
