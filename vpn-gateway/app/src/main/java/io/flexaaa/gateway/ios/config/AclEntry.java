package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * One access control entry, of a list in the file or of an {@code ip:inacl#n=} AV pair.
 *
 * @param sequence null = not given: the list numbers it
 * @param protocol IP protocol number, or {@link #ANY_PROTOCOL} for {@code ip} and {@code ipv6}
 * @param established TCP with ACK or RST set
 * @param icmpType null = any
 * @param icmpCode null = any
 * @param dscp null = any
 */
public record AclEntry(
        @Nullable Integer sequence,
        boolean permit,
        int protocol,
        AddressMatch source,
        PortMatch sourcePorts,
        AddressMatch destination,
        PortMatch destinationPorts,
        boolean established,
        @Nullable Integer icmpType,
        @Nullable Integer icmpCode,
        @Nullable Integer dscp,
        boolean fragments,
        boolean log)
        implements AccessList.AclLine {

    public static final int ANY_PROTOCOL = -1;

    public sealed interface AddressMatch {
        record Any() implements AddressMatch {}

        record Host(InetAddress address) implements AddressMatch {}

        /** IPv4: bits set in {@code wildcard} do not matter. */
        record Wildcard(InetAddress address, InetAddress wildcard) implements AddressMatch {}

        /** IPv6. */
        record Prefix(IpPrefix prefix) implements AddressMatch {}
    }

    public sealed interface PortMatch {
        record Any() implements PortMatch {}

        record Eq(List<Integer> ports) implements PortMatch {
            public Eq {
                ports = List.copyOf(ports);
            }
        }

        record Neq(int port) implements PortMatch {}

        record Lt(int port) implements PortMatch {}

        record Gt(int port) implements PortMatch {}

        record Range(int low, int high) implements PortMatch {}
    }
}
