package io.flexaaa.ipsec.filter;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/**
 * One line of an IOS extended access list.
 *
 * @param permit permit or deny
 * @param ipv6 an {@code ipv6 access-list} line; an IPv4 line never matches IPv6 and the reverse
 * @param protocol IP protocol number, or -1 for {@code ip}/{@code ipv6}
 * @param established TCP with ACK or RST set
 * @param icmpType -1 for any
 * @param icmpCode -1 for any
 * @param text the line as configured, for show commands
 */
public record AclEntry(
        boolean permit,
        boolean ipv6,
        int protocol,
        Match source,
        Ports sourcePorts,
        Match destination,
        Ports destinationPorts,
        boolean established,
        int icmpType,
        int icmpCode,
        String text) {

    /**
     * Address with IOS wildcard bits: a one means "do not care". {@code any} is a null address.
     * Lengths agree: 4 octets or 16.
     */
    public record Match(@Nullable InetAddress address, @Nullable InetAddress wildcard) {
        public static final Match ANY = new Match(null, null);
    }

    /** Port condition; {@code negated} is IOS {@code neq}. */
    public record Ports(int low, int high, boolean negated) {
        public static final Ports ANY = new Ports(0, 65535, false);

        public static Ports range(int low, int high) {
            return new Ports(low, high, false);
        }

        public static Ports eq(int port) {
            return new Ports(port, port, false);
        }

        public static Ports neq(int port) {
            return new Ports(port, port, true);
        }

        boolean any() {
            return low == 0 && high == 65535 && !negated;
        }
    }
}
