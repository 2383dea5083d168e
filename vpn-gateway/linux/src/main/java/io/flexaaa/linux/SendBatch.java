package io.flexaaa.linux;

import java.lang.foreign.Arena;

/**
 * Buffers and headers of {@code sendmmsg}, made once. A slot holds datagrams of equal length for
 * one destination (the last may be shorter); the kernel cuts them (UDP_SEGMENT). Where it can not,
 * the batch goes back to one datagram a call by itself. Not thread-safe.
 */
public final class SendBatch {
    /** The kernel's limit per UDP_SEGMENT call, UDP_MAX_SEGMENTS before Linux 6.7. */
    public static final int MAX_SEGMENTS = 64;

    /** Largest sum of the datagrams of a slot: an IPv4 datagram less its headers. */
    public static final int MAX_OCTETS = 65_507;

    private static final int SLOT_OCTETS = 65_536;
    private static final int MMSG_OCTETS = 64;
    private static final int CONTROL_OCTETS = 64;
    private static final int SEGMENT_SPACE = 24;

    private final Arena arena = Arena.ofAuto();
    private final int slots;
    private final long buffers;
    private final long headers;
    private final long vectors;
    private final long controls;
    private final Path[] paths;
    private final int[] segments;
    private boolean segmentOffload = true;
    private int lastError;

    public SendBatch(int slots) {
        this.slots = slots;
        buffers = Memory.allocate(arena, (long) slots * SLOT_OCTETS);
        headers = Memory.allocate(arena, (long) slots * MMSG_OCTETS);
        vectors = Memory.allocate(arena, (long) slots * 16);
        controls = Memory.allocate(arena, (long) slots * CONTROL_OCTETS);
        paths = new Path[slots];
        segments = new int[slots];
        for (int i = 0; i < slots; i++) {
            long header = headers + (long) i * MMSG_OCTETS;
            Memory.put64(vectors + (long) i * 16, buffers + (long) i * SLOT_OCTETS);
            Memory.put64(header + 16, vectors + (long) i * 16);
            Memory.put64(header + 24, 1);
            Memory.put64(header + 32, controls + (long) i * CONTROL_OCTETS);
        }
    }

    public int slots() {
        return slots;
    }

    public long buffer(int slot) {
        return buffers + (long) slot * SLOT_OCTETS;
    }

    /** Describes what was put into the slot's buffer. */
    public void set(int slot, Path path, int length, int segmentOctets) {
        paths[slot] = path;
        segments[slot] = segmentOctets;
        long header = headers + (long) slot * MMSG_OCTETS;
        long control = controls + (long) slot * CONTROL_OCTETS;
        Memory.put64(header, path.name);
        Memory.put32(header + 8, path.nameLength);
        Memory.put64(vectors + (long) slot * 16 + 8, length);
        Memory.copy(path.control, control, path.controlLength);
        int controlLength = path.controlLength;
        if (length > segmentOctets) {
            long at = control + controlLength;
            Path.putControlHeader(at, 16 + 2, UdpSocket.SOL_UDP, UdpSocket.UDP_SEGMENT);
            Memory.put16(at + 16, segmentOctets);
            controlLength += SEGMENT_SPACE;
        }
        Memory.put64(header + 40, controlLength);
    }

    /** Sends slots 0 to {@code count}-1. Returns how many datagrams the kernel refused. */
    public int send(UdpSocket socket, int count) {
        int refused = 0;
        int done = 0;
        while (done < count) {
            if (!segmentOffload && length(done) > segments[done]) {
                refused += oneByOne(socket, done++);
                continue;
            }
            long from = headers + (long) done * MMSG_OCTETS;
            int n = Sys.sendmmsg(socket.fd(), from, runLength(done, count), 0);
            if (n > 0) {
                done += n;
            } else if (n == -Errno.EINTR) {
                continue;
            } else if (length(done) > segments[done]) {
                // EIO: the device can not sum checksums, so never again. EINVAL or EMSGSIZE: these
                // datagrams are longer than the path MTU and must be fragmented one by one.
                segmentOffload = segmentOffload && n != -Errno.EIO;
                refused += oneByOne(socket, done++);
            } else {
                lastError = -n;
                refused++;
                done++;
            }
        }
        return refused;
    }

    /** errno of the last refusal, 0 when there was none. */
    public int lastError() {
        return lastError;
    }

    /** In words. */
    public String lastErrorText() {
        return Sys.errnoText(lastError);
    }

    private int runLength(int from, int count) {
        if (segmentOffload) {
            return count - from;
        }
        int to = from;
        while (to < count && length(to) <= segments[to]) {
            to++;
        }
        return to - from;
    }

    private int length(int slot) {
        return (int) Memory.i64(vectors + (long) slot * 16 + 8);
    }

    private int oneByOne(UdpSocket socket, int slot) {
        long header = headers + (long) slot * MMSG_OCTETS;
        long vector = vectors + (long) slot * 16;
        int length = length(slot);
        int refused = 0;
        Memory.put64(header + 40, paths[slot].controlLength);
        for (int at = 0; at < length; at += segments[slot]) {
            Memory.put64(vector, buffer(slot) + at);
            Memory.put64(vector + 8, Math.min(segments[slot], length - at));
            int n = Sys.sendmmsg(socket.fd(), header, 1, 0);
            if (n < 0) {
                lastError = -n;
                refused++;
            }
        }
        Memory.put64(vector, buffer(slot));
        return refused;
    }
}
