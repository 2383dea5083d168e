package io.flexaaa.ipsec.filter;

import io.flexaaa.ipsec.esp.BigEndian;

/**
 * What rules look at, read from the headers of one inner packet. One instance per thread, refilled
 * for each (super-)packet.
 */
public final class FlowKey {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;
    private static final int FRAGMENT_V6 = 44;
    private static final int MAX_EXTENSIONS = 8;

    boolean ipv6;
    int protocol;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    // ICMP: type and code, as the ports
    int sourcePort;
    int destinationPort;
    boolean ackOrReset;
    boolean laterFragment;
    int transportAt;

    /**
     * Reads the packet at {@code at}.
     *
     * @return false when its headers do not fit its length
     */
    public boolean read(byte[] packet, int at, int length) {
        sourcePort = 0;
        destinationPort = 0;
        ackOrReset = false;
        laterFragment = false;
        int version = length < 20 ? 0 : (packet[at] & 0xff) >>> 4;
        return switch (version) {
            case 4 -> readIpv4(packet, at, length);
            case 6 -> readIpv6(packet, at, length);
            default -> false;
        };
    }

    private boolean readIpv4(byte[] packet, int at, int length) {
        ipv6 = false;
        int header = (packet[at] & 15) * 4;
        if (header < 20 || header > length) {
            return false;
        }
        protocol = packet[at + 9] & 0xff;
        sourceHigh = 0;
        sourceLow = BigEndian.u32(packet, at + 12);
        destinationHigh = 0;
        destinationLow = BigEndian.u32(packet, at + 16);
        laterFragment = (BigEndian.u16(packet, at + 6) & 0x1fff) != 0;
        transportAt = at + header;
        return readTransport(packet, at + length);
    }

    private boolean readIpv6(byte[] packet, int at, int length) {
        if (length < 40) {
            return false;
        }
        ipv6 = true;
        sourceHigh = BigEndian.i64(packet, at + 8);
        sourceLow = BigEndian.i64(packet, at + 16);
        destinationHigh = BigEndian.i64(packet, at + 24);
        destinationLow = BigEndian.i64(packet, at + 32);
        int next = packet[at + 6] & 0xff;
        int header = at + 40;
        int end = at + length;
        for (int i = 0; i < MAX_EXTENSIONS && extension(next); i++) {
            if (header + 8 > end) {
                return false;
            }
            if (next == FRAGMENT_V6) {
                laterFragment = (BigEndian.u16(packet, header + 2) & 0xfff8) != 0;
                next = packet[header] & 0xff;
                header += 8;
            } else {
                next = packet[header] & 0xff;
                header += 8 + (packet[header + 1] & 0xff) * 8;
            }
        }
        protocol = next;
        transportAt = header;
        return header <= end && readTransport(packet, end);
    }

    /** Hop-by-hop, routing, fragment, destination options. */
    private static boolean extension(int next) {
        return next == 0 || next == 43 || next == FRAGMENT_V6 || next == 60;
    }

    private boolean readTransport(byte[] packet, int end) {
        if (laterFragment) {
            return true;
        }
        switch (protocol) {
            case TCP, UDP -> {
                if (transportAt + (protocol == TCP ? 20 : 8) > end) {
                    return false;
                }
                sourcePort = BigEndian.u16(packet, transportAt);
                destinationPort = BigEndian.u16(packet, transportAt + 2);
                ackOrReset = protocol == TCP && (packet[transportAt + 13] & 0x14) != 0;
            }
            case ICMP, ICMPV6 -> {
                if (transportAt + 4 > end) {
                    return false;
                }
                sourcePort = packet[transportAt] & 0xff;
                destinationPort = packet[transportAt + 1] & 0xff;
            }
            default -> {
                return true;
            }
        }
        return true;
    }

    public boolean ipv6() {
        return ipv6;
    }

    public int protocol() {
        return protocol;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    /** Source port, or the ICMP type. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Destination port, or the ICMP code. */
    public int destinationPort() {
        return destinationPort;
    }

    public boolean laterFragment() {
        return laterFragment;
    }

    /** Offset of the transport header in the array that was read. */
    public int transportAt() {
        return transportAt;
    }
}
