package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

import java.net.Inet4Address;
import java.net.InetAddress;

/** A network: address with all host bits zero, and prefix length. */
public record IpPrefix(InetAddress network, int length) {
    public IpPrefix {
        int bits = network.getAddress().length * 8;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("prefix length " + length + " is not in 0.." + bits);
        }
        network = masked(network, length);
    }

    /** {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
    public static IpPrefix parse(String text) throws DecodeException {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new DecodeException("prefix", "'" + text + "' is not ADDRESS/LENGTH");
        }
        String left = text.substring(0, slash);
        InetAddress address = left.indexOf(':') >= 0 ? Addresses.ipv6(left) : Addresses.ipv4(left);
        int length = Integer.parseInt(text.substring(slash + 1));
        if (length > address.getAddress().length * 8) {
            throw new DecodeException("prefix", "length " + length + " of '" + text + "'");
        }
        return new IpPrefix(address, length);
    }

    public static IpPrefix ofMask(String network, String mask) throws DecodeException {
        return new IpPrefix(Addresses.ipv4(network), Addresses.maskLength(Addresses.ipv4(mask)));
    }

    public boolean isIpv4() {
        return network instanceof Inet4Address;
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && masked(address, length).equals(network);
    }

    private static InetAddress masked(InetAddress address, int length) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int keep = Math.min(8, Math.max(0, length - i * 8));
            octets[i] &= (byte) (0xff00 >> keep);
        }
        return Addresses.of(octets);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + length;
    }
}
