package io.flexaaa.ipsec.offload;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.filter.FlowKey;

import org.jspecify.annotations.Nullable;

/**
 * Joins consecutive packets of one flow into super-packets, the inverse of {@link Splitter}. Order
 * within a flow is kept. Joins only what splits back into the same octets: equal headers apart from
 * length, checksum, sequence and (without DF counting) IPv4 identification, equal payload sizes but
 * for the last, and a checksum that was right, because the receiver of the super-packet takes it as
 * verified.
 *
 * <p>Not thread-safe. Call {@link #flush} at the end of each receive batch.
 */
public final class Coalescer {
    private static final int MAX_SEGMENTS = 64;
    private static final int MAX_OCTETS = 65_000;
    private static final int TCP_ACK = 0x10;
    private static final int TCP_PSH = 0x08;

    /** A flow being collected; its buffer begins with the virtio header. */
    private static final class Slot {
        final byte[] buffer = new byte[VnetHeader.OCTETS + 65_536];
        @Nullable PacketSink sink;
        boolean ipv6;
        boolean tcp;
        int transport;
        int headers;
        int size;
        int length;
        int count;
        int nextSequence;
        int nextIdentification;
        boolean closed;
    }

    private static final int IP = VnetHeader.OCTETS;

    private final Slot[] slots;
    private final byte[] lone = new byte[VnetHeader.OCTETS + 65_536];
    private int used;

    public Coalescer(int flows) {
        slots = new Slot[flows];
        for (int i = 0; i < flows; i++) {
            slots[i] = new Slot();
        }
    }

    /** Takes a complete inner packet; it is copied. */
    public void add(PacketSink sink, byte[] p, int at, int length) {
        boolean ipv6 = (p[at] & 0xff) >>> 4 == 6;
        int transport = ipv6 ? 40 : 20;
        int protocol = ipv6 ? p[at + 6] : p[at + 9];
        boolean tcp = protocol == 6;
        // No options, no extension headers, no fragments.
        boolean plain =
                length >= transport + (tcp ? 20 : 8)
                        && (ipv6 || (p[at] == 0x45 && (BigEndian.u16(p, at + 6) & 0x3fff) == 0))
                        && (tcp ? sink.takesTcp() : protocol == 17 && sink.takesUdp());
        if (!plain) {
            boolean icmp = protocol == (ipv6 ? FlowKey.ICMPV6 : FlowKey.ICMP);
            single(sink, p, at, length, icmp);
            return;
        }
        int headers = transport + (tcp ? (p[at + transport + 12] & 0xf0) >>> 2 : 8);
        int payload = length - headers;
        Slot open = find(sink, ipv6, tcp, p, at, transport);
        boolean joins = payload > 0 && (!tcp || onlyAck(p[at + transport + 13]));
        if (open != null) {
            if (joins && fits(open, p, at, headers, payload) && good(p, at, open, length)) {
                append(open, p, at, payload);
                return;
            }
            open.closed = true;
        }
        if (used == slots.length) {
            flush();
        }
        Slot slot = slots[used++];
        slot.sink = sink;
        slot.ipv6 = ipv6;
        slot.tcp = tcp;
        slot.transport = transport;
        slot.headers = headers;
        slot.size = payload;
        slot.length = length;
        slot.count = 1;
        slot.nextSequence = tcp ? BigEndian.i32(p, at + transport + 4) + payload : 0;
        slot.nextIdentification = ipv6 ? 0 : BigEndian.u16(p, at + 4) + 1 & 0xffff;
        System.arraycopy(p, at, slot.buffer, IP, length);
        boolean pushed = tcp && (p[at + transport + 13] & TCP_PSH) != 0;
        slot.closed = !joins || pushed || !good(p, at, slot, length);
    }

    private static boolean onlyAck(int flags) {
        return (flags & 0xff & ~TCP_PSH) == TCP_ACK;
    }

    /** The newest slot of the flow that still takes packets. */
    private @Nullable Slot find(
            PacketSink sink, boolean ipv6, boolean tcp, byte[] p, int at, int transport) {
        for (int i = used - 1; i >= 0; i--) {
            Slot s = slots[i];
            if (sink.equals(s.sink)
                    && s.ipv6 == ipv6
                    && s.tcp == tcp
                    && sameFlow(s, p, at, transport)) {
                return s.closed ? null : s;
            }
        }
        return null;
    }

    private static boolean sameFlow(Slot s, byte[] p, int at, int transport) {
        if (BigEndian.i32(s.buffer, IP + transport) != BigEndian.i32(p, at + transport)) {
            return false;
        }
        if (!s.ipv6) {
            return BigEndian.i64(s.buffer, IP + 12) == BigEndian.i64(p, at + 12);
        }
        for (int i = 8; i < 40; i += 8) {
            if (BigEndian.i64(s.buffer, IP + i) != BigEndian.i64(p, at + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Slot s, byte[] p, int at, int headers, int payload) {
        if (headers != s.headers
                || payload > s.size
                || s.count == MAX_SEGMENTS
                || s.length + payload > MAX_OCTETS
                || !sameIpHeader(s, p, at)) {
            return false;
        }
        return !s.tcp || sameTcpHeader(s, p, at + s.transport);
    }

    /** Traffic class, flow label, TTL and flags; the identification must count up. */
    private static boolean sameIpHeader(Slot s, byte[] p, int at) {
        byte[] b = s.buffer;
        if (s.ipv6) {
            return BigEndian.i32(b, IP) == BigEndian.i32(p, at)
                    && BigEndian.u16(b, IP + 6) == BigEndian.u16(p, at + 6);
        }
        // With DF set the identification means nothing (RFC 6864 §4.1), and some hosts send zero.
        boolean atomic = (p[at + 6] & 0x40) != 0;
        return (atomic || BigEndian.u16(p, at + 4) == s.nextIdentification)
                && BigEndian.u16(b, IP) == BigEndian.u16(p, at)
                && BigEndian.u16(b, IP + 6) == BigEndian.u16(p, at + 6)
                && BigEndian.u16(b, IP + 8) == BigEndian.u16(p, at + 8);
    }

    private static boolean sameTcpHeader(Slot s, byte[] p, int transportAt) {
        byte[] b = s.buffer;
        int mine = IP + s.transport;
        if (BigEndian.i32(p, transportAt + 4) != s.nextSequence
                || BigEndian.i32(b, mine + 8) != BigEndian.i32(p, transportAt + 8)
                || b[mine + 12] != p[transportAt + 12]
                || BigEndian.u16(b, mine + 14) != BigEndian.u16(p, transportAt + 14)
                || BigEndian.u16(b, mine + 18) != BigEndian.u16(p, transportAt + 18)) {
            return false;
        }
        int options = s.headers - s.transport;
        for (int i = 20; i < options; i += 4) {
            if (BigEndian.i32(b, mine + i) != BigEndian.i32(p, transportAt + i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean good(byte[] p, int at, Slot s, int length) {
        int octets = length - s.transport;
        int transportAt = at + s.transport;
        boolean lengthsAgree = s.tcp || BigEndian.u16(p, transportAt + 4) == octets;
        return lengthsAgree
                && Checksum.transportGood(p, at, s.ipv6, s.tcp ? 6 : 17, transportAt, octets);
    }

    private static void append(Slot s, byte[] p, int at, int payload) {
        System.arraycopy(p, at + s.headers, s.buffer, IP + s.length, payload);
        s.length += payload;
        s.count++;
        s.nextSequence += payload;
        s.nextIdentification = s.nextIdentification + 1 & 0xffff;
        boolean pushed = s.tcp && (p[at + s.transport + 13] & TCP_PSH) != 0;
        if (pushed) {
            s.buffer[IP + s.transport + 13] |= TCP_PSH;
        }
        s.closed = pushed || payload < s.size;
    }

    /** Not of a kind we join. Fragments and options may belong to a flow that is waiting here. */
    private void single(PacketSink sink, byte[] p, int at, int length, boolean unrelated) {
        if (used > 0 && !unrelated) {
            flush();
        }
        VnetHeader.none(lone, 0);
        System.arraycopy(p, at, lone, IP, length);
        sink.write(lone, 0, IP + length);
    }

    /** Writes out everything that waits, oldest first. */
    public void flush() {
        for (int i = 0; i < used; i++) {
            write(slots[i]);
        }
        used = 0;
    }

    private static void write(Slot s) {
        PacketSink sink = s.sink;
        byte[] b = s.buffer;
        if (sink == null) {
            return;
        }
        s.sink = null;
        if (s.count == 1) {
            VnetHeader.none(b, 0);
            sink.write(b, 0, IP + s.length);
            return;
        }
        int octets = s.length - s.transport;
        int protocol = s.tcp ? 6 : 17;
        if (s.ipv6) {
            BigEndian.put16(b, IP + 4, s.length - 40);
        } else {
            BigEndian.put16(b, IP + 2, s.length);
            Checksum.setIpv4Header(b, IP, 20);
        }
        if (!s.tcp) {
            BigEndian.put16(b, IP + s.transport + 4, octets);
        }
        int offset = s.tcp ? 16 : 6;
        int pseudo = Checksum.pseudoHeader(b, IP, s.ipv6, protocol, octets);
        BigEndian.put16(b, IP + s.transport + offset, pseudo);
        int type =
                !s.tcp
                        ? VnetHeader.GSO_UDP_L4
                        : s.ipv6 ? VnetHeader.GSO_TCPV6 : VnetHeader.GSO_TCPV4;
        VnetHeader.gso(b, 0, type, s.headers, s.size, s.transport, offset);
        sink.write(b, 0, IP + s.length);
    }
}
