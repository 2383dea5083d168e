package io.flexaaa.gateway.dhcp;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;

/**
 * An address for one peer.
 *
 * @param server {@code dhcp server} / {@code ipsec:group-dhcp-server}
 * @param giaddr {@code dhcp giaddr}; null: the address of this hub that faces the server
 * @param timeoutSeconds {@code dhcp timeout}: how long the peer waits for it
 * @param identity of the peer: becomes the client identifier, so that it gets the same address
 *     again
 */
public record DhcpQuestion(
        Inet4Address server, @Nullable Inet4Address giaddr, int timeoutSeconds, String identity) {
    /** What a policy that names no time means. */
    public static final int DEFAULT_TIMEOUT_SECONDS = 10;
}
