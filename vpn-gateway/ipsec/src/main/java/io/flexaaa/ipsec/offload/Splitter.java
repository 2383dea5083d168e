package io.flexaaa.ipsec.offload;

import io.flexaaa.ipsec.esp.BigEndian;

/**
 * Cuts what a TUN with segmentation offload hands over into packets as they would be on a wire: TCP
 * and UDP over IPv4 and IPv6. Not thread-safe.
 *
 * <p>Call {@link #begin}, then {@link #next} until it returns 0.
 */
public final class Splitter {
    private byte[] packet = new byte[0];
    private int ipAt;
    private int end;
    private int headers;
    private int transport;
    private int size;
    private int payloadAt;
    private int index;
    private boolean ipv6;
    private boolean tcp;
    private boolean gso;
    private boolean done;

    /**
     * @param at the virtio header; the packet follows it
     * @param length header and packet
     * @return false when the header contradicts the packet; drop it then
     */
    public boolean begin(byte[] buffer, int at, int length) {
        packet = buffer;
        ipAt = at + VnetHeader.OCTETS;
        end = at + length;
        index = 0;
        done = true;
        int octets = end - ipAt;
        if (octets < 20) {
            return false;
        }
        ipv6 = (buffer[ipAt] & 0xff) >>> 4 == 6;
        int type = VnetHeader.gsoType(buffer, at);
        int start = VnetHeader.checksumStart(buffer, at);
        gso = type != VnetHeader.GSO_NONE;
        if (!gso) {
            boolean partial = (VnetHeader.flags(buffer, at) & VnetHeader.NEEDS_CSUM) != 0;
            int field = start + VnetHeader.checksumOffset(buffer, at);
            if (partial && (start > octets || field + 2 > octets)) {
                return false;
            }
            if (partial) {
                complete(start, field);
            }
            done = false;
            return true;
        }
        tcp = type != VnetHeader.GSO_UDP_L4;
        transport = start;
        size = VnetHeader.gsoSize(buffer, at);
        int fixed = tcp ? 20 : 8;
        if (size == 0 || start < 20 || start + fixed > octets) {
            return false;
        }
        headers = start + (tcp ? (buffer[ipAt + start + 12] & 0xf0) >>> 2 : 8);
        if (headers < start + fixed || headers > octets) {
            return false;
        }
        payloadAt = ipAt + headers;
        done = payloadAt >= end;
        return !done;
    }

    /** The field holds the pseudo header's sum already: sum from there on and complement. */
    private void complete(int start, int field) {
        int value = ~Checksum.fold(Checksum.sum(packet, ipAt + start, end - ipAt - start));
        value &= 0xffff;
        BigEndian.put16(packet, ipAt + field, value == 0 ? 0xffff : value);
    }

    /** How many packets {@link #next} will give. */
    public int count() {
        return gso ? (end - ipAt - headers + size - 1) / size : 1;
    }

    /** Offset of the IP header of the whole. */
    public int packetAt() {
        return ipAt;
    }

    /** Length of the whole, from the IP header. */
    public int packetOctets() {
        return end - ipAt;
    }

    /** Length of the longest packet that {@link #next} will give. */
    public int longest() {
        return gso ? Math.min(headers + size, end - ipAt) : end - ipAt;
    }

    /** Writes the next packet at {@code at} and returns its length, 0 when there is none left. */
    public int next(byte[] out, int at) {
        if (done) {
            return 0;
        }
        if (!gso) {
            done = true;
            System.arraycopy(packet, ipAt, out, at, end - ipAt);
            return end - ipAt;
        }
        int payload = Math.min(size, end - payloadAt);
        int total = headers + payload;
        System.arraycopy(packet, ipAt, out, at, headers);
        System.arraycopy(packet, payloadAt, out, at + headers, payload);
        boolean last = payloadAt + payload >= end;
        fixIp(out, at, total);
        int octets = total - transport;
        if (tcp) {
            fixTcp(out, at + transport, last);
        } else {
            BigEndian.put16(out, at + transport + 4, octets);
        }
        Checksum.setTransport(out, at, ipv6, tcp ? 6 : 17, at + transport, octets);
        payloadAt += payload;
        index++;
        done = last;
        return total;
    }

    private void fixIp(byte[] out, int at, int total) {
        if (ipv6) {
            BigEndian.put16(out, at + 4, total - 40);
            return;
        }
        BigEndian.put16(out, at + 2, total);
        BigEndian.put16(out, at + 4, BigEndian.u16(out, at + 4) + index);
        Checksum.setIpv4Header(out, at, (out[at] & 15) * 4);
    }

    private void fixTcp(byte[] out, int at, boolean last) {
        BigEndian.put32(out, at + 4, BigEndian.i32(out, at + 4) + index * size);
        int flags = out[at + 13];
        if (!last) {
            // FIN and PSH belong to the last octet.
            flags &= ~0x09;
        }
        if (index > 0) {
            // RFC 3168 §6.1.2: CWR only on the first.
            flags &= ~0x80;
        }
        out[at + 13] = (byte) flags;
    }
}
