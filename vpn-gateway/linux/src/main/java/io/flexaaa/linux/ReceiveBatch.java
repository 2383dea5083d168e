package io.flexaaa.linux;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Buffers and headers of {@code recvmmsg}, made once. Not thread-safe. */
public final class ReceiveBatch {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int NAME_OCTETS = 32;
    private static final int CONTROL_OCTETS = 128;
    private static final int MMSG_OCTETS = 64;

    private final Arena arena = Arena.ofAuto();
    private final int slots;
    private final int slotOctets;
    private final long buffers;
    private final long headers;
    private final long names;
    private final long controls;

    /** {@code slotOctets} must be 65536 on a socket that coalesces, or the tail would be cut. */
    public ReceiveBatch(int slots, int slotOctets) {
        this.slots = slots;
        this.slotOctets = slotOctets;
        buffers = Memory.allocate(arena, (long) slots * slotOctets);
        headers = Memory.allocate(arena, (long) slots * MMSG_OCTETS);
        names = Memory.allocate(arena, (long) slots * NAME_OCTETS);
        controls = Memory.allocate(arena, (long) slots * CONTROL_OCTETS);
        long vectors = Memory.allocate(arena, (long) slots * 16);
        for (int i = 0; i < slots; i++) {
            long header = headers + (long) i * MMSG_OCTETS;
            long vector = vectors + (long) i * 16;
            Memory.put64(vector, buffers + (long) i * slotOctets);
            Memory.put64(vector + 8, slotOctets);
            Memory.put64(header, names + (long) i * NAME_OCTETS);
            Memory.put64(header + 16, vector);
            Memory.put64(header + 24, 1);
            Memory.put64(header + 32, controls + (long) i * CONTROL_OCTETS);
        }
    }

    /** Takes what is there. Returns the number of messages, 0 when there was none. */
    public int receive(UdpSocket socket) {
        for (int i = 0; i < slots; i++) {
            long header = headers + (long) i * MMSG_OCTETS;
            Memory.put32(header + 8, NAME_OCTETS);
            Memory.put64(header + 40, CONTROL_OCTETS);
        }
        int n = Sys.recvmmsg(socket.fd(), headers, slots, MSG_DONTWAIT);
        return Math.max(n, 0);
    }

    public long buffer(int i) {
        return buffers + (long) i * slotOctets;
    }

    public int length(int i) {
        return Memory.i32(headers + (long) i * MMSG_OCTETS + 56);
    }

    /** Length of each datagram in the buffer, the last may be shorter; the length when alone. */
    public int segmentOctets(int i) {
        long at = find(i, UdpSocket.SOL_UDP, UdpSocket.UDP_GRO);
        return at == 0 ? length(i) : Memory.i32(at);
    }

    /** Whether message {@code i} came from the path's remote; allocates nothing. */
    public boolean cameFrom(int i, Path path) {
        long name = names + (long) i * NAME_OCTETS;
        if (path.ipv4) {
            // family, port and address are the first eight octets
            return Memory.i64(name) == Memory.i64(path.name);
        }
        return Memory.i32(name) == Memory.i32(path.name)
                && Memory.i64(name + 8) == Memory.i64(path.name + 8)
                && Memory.i64(name + 16) == Memory.i64(path.name + 16);
    }

    public InetSocketAddress remote(int i) {
        return Path.name(names + (long) i * NAME_OCTETS);
    }

    /** The address the datagram was sent to, or null when the kernel did not say. */
    public @org.jspecify.annotations.Nullable InetAddress local(int i) {
        long four = find(i, 0, UdpSocket.IP_PKTINFO);
        if (four != 0) {
            return Path.address(four + 8, 4);
        }
        long six = find(i, UdpSocket.IPPROTO_IPV6, UdpSocket.IPV6_PKTINFO);
        return six == 0 ? null : Path.address(six, 16);
    }

    /** Address of the payload of a control message, 0 when absent. */
    private long find(int i, int level, int type) {
        long at = controls + (long) i * CONTROL_OCTETS;
        long end = at + Memory.i64(headers + (long) i * MMSG_OCTETS + 40);
        while (at + 16 <= end) {
            long length = Memory.i64(at);
            if (length < 16) {
                return 0;
            }
            if (Memory.i32(at + 8) == level && Memory.i32(at + 12) == type) {
                return at + 16;
            }
            at += (length + 7) & ~7L;
        }
        return 0;
    }
}
