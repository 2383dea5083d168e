package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.linux.Memory;
import io.flexaaa.linux.Path;
import io.flexaaa.linux.SendBatch;
import io.flexaaa.linux.UdpSocket;

import org.jspecify.annotations.Nullable;

/**
 * Collects sealed packets for {@code sendmmsg}: packets of one size for one peer share a slot,
 * which the kernel cuts up again. Belongs to the outbound thread.
 */
final class DatagramQueue {
    private static final int SLOTS = 16;
    private static final int HEAP_OCTETS = 2 * 65_536;

    private final SendBatch batch = new SendBatch(SLOTS);
    // The slot being filled; copied to its native buffer when it closes.
    private final byte[] current = new byte[HEAP_OCTETS];
    private @Nullable UdpSocket socket;
    private @Nullable Path path;
    private @Nullable Child lastChild;
    private int slot;
    private int filled;
    private int segment;
    private int count;
    private long nowNanos;

    void now(long nanos) {
        nowNanos = nanos;
    }

    /** Seals one inner packet; returns its ESP length or a drop code. */
    int seal(Child child, byte[] plain, int length, int nextHeader) {
        int expected = child.sealer.suite().packetOctets(length);
        prepare(child, expected);
        int n = child.sealer.seal(plain, 0, length, nextHeader, current, filled);
        if (n > 0) {
            added(n);
        }
        return n;
    }

    /** A datagram of one octet. */
    void octet(Child child, int value) {
        prepare(child, 1);
        current[filled] = (byte) value;
        added(1);
    }

    /** Makes room at {@code filled} for a packet of this length to this child's peer. */
    private void prepare(Child child, int octets) {
        Path to = child.path;
        UdpSocket through = child.socket;
        lastChild = child;
        if (count > 0
                && to.equals(path)
                && through.equals(socket)
                && !through.raw()
                && octets <= segment
                && count < SendBatch.MAX_SEGMENTS
                && filled + octets <= SendBatch.MAX_OCTETS) {
            return;
        }
        close();
        if (!through.equals(socket) || slot == SLOTS) {
            flush();
        }
        socket = through;
        path = to;
        segment = octets;
    }

    private void added(int octets) {
        filled += octets;
        count++;
        if (octets < segment) {
            // Only the last of a slot may be shorter.
            close();
        }
    }

    /** Moves the slot being filled, if any, to the batch. */
    private void close() {
        Path to = path;
        if (count == 0 || to == null) {
            return;
        }
        Memory.fromHeap(current, 0, filled, batch.buffer(slot));
        batch.set(slot, to, filled, segment);
        slot++;
        filled = 0;
        count = 0;
    }

    /** Sends everything. */
    void flush() {
        close();
        UdpSocket through = socket;
        if (slot == 0 || through == null) {
            return;
        }
        int refused = batch.send(through, slot);
        slot = 0;
        Child child = lastChild;
        if (child != null) {
            child.lastSentNanos = nowNanos;
            if (refused > 0) {
                child.out.dropped(DropReason.SEND_FAILED, refused);
                child.session.out.dropped(DropReason.SEND_FAILED, refused);
            }
        }
    }
}
