package io.flexaaa.linux;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * An address on a link.
 *
 * @param peer the other end of a point-to-point link, null for none
 */
public record LinkAddress(
        int interfaceIndex, InetAddress local, @Nullable InetAddress peer, int prefixLength) {

    /** Without a peer. */
    public static LinkAddress of(int interfaceIndex, InetAddress local, int prefixLength) {
        return new LinkAddress(interfaceIndex, local, null, prefixLength);
    }
}
