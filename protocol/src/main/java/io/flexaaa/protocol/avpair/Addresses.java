package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Literal addresses; never a name look-up. */
public final class Addresses {
    private Addresses() {}

    public static Inet4Address ipv4(String text) throws DecodeException {
        String[] parts = text.split("\\.", -1);
        byte[] octets = new byte[4];
        if (parts.length != 4) throw new DecodeException("IPv4 address", "'" + text + "'");
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                throw new DecodeException("IPv4 address", "'" + text + "'");
            }
            octets[i] = (byte) Integer.parseInt(parts[i]);
        }
        return (Inet4Address) of(octets);
    }

    public static Inet6Address ipv6(String text) throws DecodeException {
        // With a colon in it the JDK parses a literal and never asks a resolver.
        if (text.indexOf(':') < 0 || !text.matches("[0-9a-fA-F:.]{2,45}")) {
            throw new DecodeException("IPv6 address", "'" + text + "'");
        }
        try {
            InetAddress address = InetAddress.getByName(text);
            if (address instanceof Inet6Address v6) return v6;
        } catch (UnknownHostException e) {
            throw new DecodeException("IPv6 address", "'" + text + "'");
        }
        throw new DecodeException("IPv6 address", "'" + text + "'");
    }

    /** The prefix length of a contiguous netmask. */
    public static int maskLength(Inet4Address mask) throws DecodeException {
        byte[] octets = mask.getAddress();
        int bits =
                (octets[0] & 0xff) << 24
                        | (octets[1] & 0xff) << 16
                        | (octets[2] & 0xff) << 8
                        | octets[3] & 0xff;
        int length = Integer.bitCount(bits);
        int contiguous = length == 0 ? 0 : -1 << (32 - length);
        if (bits != contiguous) {
            throw new DecodeException("netmask", mask.getHostAddress() + " is not contiguous");
        }
        return length;
    }

    public static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(octets.length + " octets are no address", e);
        }
    }
}
