package io.flexaaa.ipsec.offload;

import io.flexaaa.ipsec.esp.BigEndian;

/**
 * Builds the answer to a packet that does not fit: ICMP fragmentation needed (RFC 1191) or ICMPv6
 * Packet Too Big (RFC 4443 §3.2). It is sent in the name of the destination, the one address that
 * surely routes through the tunnel and that the sender's filters expect.
 */
public final class PacketTooBig {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int TTL = 64;

    /** Room the longest answer needs. */
    public static final int MAX_OCTETS = 1280;

    private PacketTooBig() {}

    /** Whether the packet may not be fragmented on the way. */
    public static boolean applies(byte[] packet, int at) {
        boolean ipv6 = (packet[at] & 0xff) >>> 4 == 6;
        return ipv6 || (BigEndian.u16(packet, at + 6) & 0x4000) != 0;
    }

    /** Writes the answer at {@code outAt}; returns its length, 0 when none may be sent. */
    public static int build(byte[] packet, int at, int length, int mtu, byte[] out, int outAt) {
        return (packet[at] & 0xff) >>> 4 == 6
                ? buildIpv6(packet, at, length, mtu, out, outAt)
                : buildIpv4(packet, at, length, mtu, out, outAt);
    }

    private static int buildIpv4(
            byte[] packet, int at, int length, int mtu, byte[] out, int outAt) {
        // RFC 1122 §3.2.2: no error about an ICMP error; echo and the like are rarely that long.
        if (packet[at + 9] == ICMP) {
            int type = packet[at + (packet[at] & 15) * 4] & 0xff;
            if (type == 3 || type == 4 || type == 5 || type == 11 || type == 12) {
                return 0;
            }
        }
        int quoted = Math.min(length, 576 - 28);
        int total = 28 + quoted;
        BigEndian.put32(out, outAt, 0x4500 << 16 | total);
        BigEndian.put32(out, outAt + 4, 0);
        BigEndian.put32(out, outAt + 8, TTL << 24 | ICMP << 16);
        System.arraycopy(packet, at + 16, out, outAt + 12, 4);
        System.arraycopy(packet, at + 12, out, outAt + 16, 4);
        Checksum.setIpv4Header(out, outAt, 20);
        BigEndian.put32(out, outAt + 20, 3 << 24 | 4 << 16);
        BigEndian.put32(out, outAt + 24, mtu);
        System.arraycopy(packet, at, out, outAt + 28, quoted);
        int sum = Checksum.fold(Checksum.sum(out, outAt + 20, 8 + quoted));
        BigEndian.put16(out, outAt + 22, ~sum);
        return total;
    }

    private static int buildIpv6(
            byte[] packet, int at, int length, int mtu, byte[] out, int outAt) {
        // ICMPv6 error messages have types below 128.
        if (packet[at + 6] == ICMPV6 && (packet[at + 40] & 0x80) == 0) {
            return 0;
        }
        int quoted = Math.min(length, MAX_OCTETS - 48);
        BigEndian.put32(out, outAt, 6 << 28);
        BigEndian.put32(out, outAt + 4, 8 + quoted << 16 | ICMPV6 << 8 | TTL);
        System.arraycopy(packet, at + 24, out, outAt + 8, 16);
        System.arraycopy(packet, at + 8, out, outAt + 24, 16);
        BigEndian.put32(out, outAt + 40, 2 << 24);
        BigEndian.put32(out, outAt + 44, mtu);
        System.arraycopy(packet, at, out, outAt + 48, quoted);
        int pseudo = Checksum.pseudoHeader(out, outAt, true, ICMPV6, 8 + quoted);
        int sum = Checksum.fold(Checksum.sum(out, outAt + 40, 8 + quoted) + pseudo);
        BigEndian.put16(out, outAt + 42, ~sum);
        return 48 + quoted;
    }
}
