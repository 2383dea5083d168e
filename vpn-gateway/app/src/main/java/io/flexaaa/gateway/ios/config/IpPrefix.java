package io.flexaaa.gateway.ios.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An address with a prefix length; host bits are kept as written ({@code ip address} needs them).
 */
public record IpPrefix(InetAddress address, int length) {
    public IpPrefix {
        int bits = address.getAddress().length * 8;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("prefix length " + length + " outside 0.." + bits);
        }
    }

    public boolean ipv4() {
        return address instanceof Inet4Address;
    }

    /** Dotted mask of an IPv4 prefix. */
    public String mask() {
        long m = length == 0 ? 0 : 0xffffffffL << (32 - length) & 0xffffffffL;
        return (m >>> 24) + "." + (m >>> 16 & 255) + "." + (m >>> 8 & 255) + "." + (m & 255);
    }

    /** Whether {@code other} is inside this prefix. */
    public boolean contains(InetAddress other) {
        byte[] a = address.getAddress();
        byte[] b = other.getAddress();
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int shift = 7 - (bit & 7);
            if ((a[bit >> 3] >> shift & 1) != (b[bit >> 3] >> shift & 1)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Addresses.text(address) + "/" + length;
    }
}
