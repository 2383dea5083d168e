package io.flexaaa.linux;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * A unicast route of the main table.
 *
 * @param gateway null for a route that ends on the link
 * @param interfaceIndex outgoing link, 0 to let the gateway decide
 * @param metric Linux priority, 0 for the kernel's default
 * @param protocol who owns it; {@link Rtnetlink#PROTOCOL_FLEXAAA} for ours
 */
public record Route(
        InetAddress destination,
        int prefixLength,
        @Nullable InetAddress gateway,
        int interfaceIndex,
        int metric,
        int protocol) {

    /** One of ours, on a link. */
    public static Route onLink(
            InetAddress destination, int prefixLength, int interfaceIndex, int metric) {
        return new Route(
                destination,
                prefixLength,
                null,
                interfaceIndex,
                metric,
                Rtnetlink.PROTOCOL_FLEXAAA);
    }
}
