package io.flexaaa.gateway.dataplane;

import io.flexaaa.ipsec.count.DropReason;

import java.util.Map;

/**
 * What passed and what did not. Octets are those of inner IP packets, as RADIUS accounting wants
 * them; in = from the peer.
 */
public record SessionCounters(
        long inPackets,
        long inOctets,
        long outPackets,
        long outOctets,
        Map<DropReason, Long> inDrops,
        Map<DropReason, Long> outDrops) {
    public static final SessionCounters ZERO = new SessionCounters(0, 0, 0, 0, Map.of(), Map.of());
}
