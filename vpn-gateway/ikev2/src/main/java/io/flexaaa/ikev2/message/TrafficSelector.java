package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * One address and port range, RFC 7296 §3.13.1. {@code startPort 65535, endPort 0} is the RFC's
 * OPAQUE and is kept.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   TS Type     |IP Protocol ID*|       Selector Length         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           Start Port*         |           End Port*           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                         Starting Address*                     ~
 * ~                         Ending Address*                       ~
 * </pre>
 */
public record TrafficSelector(
        int type, int ipProtocol, int startPort, int endPort, Octets startAddr, Octets endAddr) {
    public static final int IPV4_ADDR_RANGE = 7;
    public static final int IPV6_ADDR_RANGE = 8;

    /** 0.0.0.0/0, any protocol and port. */
    public static final TrafficSelector ANY_IPV4 =
            range(Octets.wrap(new byte[4]), Octets.ofHex("ffffffff"));

    /** ::/0, any protocol and port. */
    public static final TrafficSelector ANY_IPV6 =
            range(Octets.wrap(new byte[16]), Octets.ofHex("ffffffffffffffffffffffffffffffff"));

    /** Any protocol and port between two addresses of one family. */
    public static TrafficSelector range(Octets start, Octets end) {
        int type = start.length() == 4 ? IPV4_ADDR_RANGE : IPV6_ADDR_RANGE;
        return new TrafficSelector(type, 0, 0, 65535, start, end);
    }

    /** Exactly one address, any protocol and port. */
    public static TrafficSelector host(InetAddress address) {
        Octets a = Octets.copyOf(address.getAddress());
        return range(a, a);
    }

    /** A prefix, any protocol and port. */
    public static TrafficSelector prefix(InetAddress network, int prefixLength) {
        byte[] start = network.getAddress();
        byte[] end = start.clone();
        for (int bit = prefixLength; bit < start.length * 8; bit++) {
            int mask = 0x80 >> (bit & 7);
            start[bit >> 3] = (byte) (start[bit >> 3] & ~mask);
            end[bit >> 3] = (byte) (end[bit >> 3] | mask);
        }
        return range(Octets.wrap(start), Octets.wrap(end));
    }

    public boolean isIpv4() {
        return type == IPV4_ADDR_RANGE;
    }

    public boolean isIpv6() {
        return type == IPV6_ADDR_RANGE;
    }

    void write(WireWriter out) {
        out.u8(type).u8(ipProtocol).u16(8 + 2 * startAddr.length()).u16(startPort).u16(endPort);
        out.octets(startAddr).octets(endAddr);
    }

    static TrafficSelector read(WireReader in) throws DecodeException {
        int type = in.u8();
        int ipProtocol = in.u8();
        int length = in.u16();
        if (length < 8) {
            throw new DecodeException("TS", "selector length " + length);
        }
        WireReader body = in.sub(length - 4);
        int startPort = body.u16();
        int endPort = body.u16();
        int addressOctets = body.remaining() / 2;
        int expected =
                switch (type) {
                    case IPV4_ADDR_RANGE -> 4;
                    case IPV6_ADDR_RANGE -> 16;
                    // RFC 7296 §2.9 lets us narrow what we do not know away; keep it as it came.
                    default -> addressOctets;
                };
        if (body.remaining() != 2 * expected) {
            throw new DecodeException("TS", "selector type " + type + " of length " + length);
        }
        Octets start = body.octets(addressOctets);
        return new TrafficSelector(
                type, ipProtocol, startPort, endPort, start, body.octets(addressOctets));
    }

    /** For logs: {@code 10.0.0.0-10.0.0.255 proto 6 port 443-443}. */
    @Override
    public String toString() {
        String addresses = text(startAddr) + "-" + text(endAddr);
        String protocol = ipProtocol == 0 ? "" : " proto " + ipProtocol;
        String ports =
                startPort == 0 && endPort == 65535 ? "" : " port " + startPort + "-" + endPort;
        return addresses + protocol + ports;
    }

    private static String text(Octets address) {
        try {
            return InetAddress.getByAddress(address.toArray()).getHostAddress();
        } catch (UnknownHostException e) {
            // Neither 4 nor 16 octets: a selector type this build does not know.
            return address.hex();
        }
    }
}
