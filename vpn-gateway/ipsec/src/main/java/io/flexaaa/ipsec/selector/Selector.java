package io.flexaaa.ipsec.selector;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * One negotiated traffic selector (RFC 7296 §3.13.1): an address range, a port range, a protocol.
 *
 * @param protocol IP protocol, 0 for any
 */
public record Selector(
        int protocol, int startPort, int endPort, InetAddress start, InetAddress end) {

    public Selector {
        if (start.getClass() != end.getClass()) {
            throw new IllegalArgumentException("selector mixes families: " + start + "-" + end);
        }
    }

    public static Selector range(InetAddress start, InetAddress end) {
        return new Selector(0, 0, 65535, start, end);
    }

    public static Selector host(InetAddress address) {
        return range(address, address);
    }

    public static Selector prefix(InetAddress address, int prefixLength) {
        byte[] low = address.getAddress();
        byte[] high = low.clone();
        for (int bit = prefixLength; bit < low.length * 8; bit++) {
            low[bit / 8] = (byte) (low[bit / 8] & ~(0x80 >> bit % 8));
            high[bit / 8] = (byte) (high[bit / 8] | 0x80 >> bit % 8);
        }
        return range(address(low), address(high));
    }

    public static Selector anyIpv4() {
        return prefix(address(new byte[4]), 0);
    }

    public static Selector anyIpv6() {
        return prefix(address(new byte[16]), 0);
    }

    public boolean ipv4() {
        return start instanceof Inet4Address;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address of " + octets.length + " octets", e);
        }
    }
}
