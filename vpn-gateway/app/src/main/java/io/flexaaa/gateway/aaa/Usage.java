package io.flexaaa.gateway.aaa;

/** What a session has used so far; in = from the peer. */
public record Usage(long inOctets, long outOctets, long inPackets, long outPackets) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);
}
