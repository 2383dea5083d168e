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
    // As much as one system call carries well; more would only push it out of the cache.
    private static final int FLUSH_OCTETS = 65_536;

    private final SendBatch batch = new SendBatch(SLOTS);
    // One packet, copied to its slot while it is still in the first-level cache.
    private final byte[] sealed = new byte[2 * 65_536];
    private @Nullable UdpSocket socket;
    private @Nullable Path path;
    private @Nullable Child lastChild;
    private int slot;
    private int filled;
    private int segment;
    private int count;
    private int waiting;
    private long nowNanos;

    void now(long nanos) {
        nowNanos = nanos;
    }

    /** Seals one inner packet; returns its ESP length or a drop code. */
    int seal(Child child, byte[] plain, int length, int nextHeader) {
        int expected = child.sealer.suite().packetOctets(length);
        prepare(child, expected);
        int n = child.sealer.seal(plain, 0, length, nextHeader, sealed, 0);
        if (n > 0) {
            added(n);
        }
        return n;
    }

    /** A datagram of one octet. */
    void octet(Child child, int value) {
        prepare(child, 1);
        sealed[0] = (byte) value;
        added(1);
    }

    /** Makes room in the current slot for a packet of this length to this child's peer. */
    private void prepare(Child child, int octets) {
        Child.Wire wire = child.wire;
        Path to = wire.path();
        UdpSocket through = wire.socket();
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
        Memory.fromHeap(sealed, 0, octets, batch.buffer(slot) + filled);
        filled += octets;
        waiting += octets;
        count++;
        if (octets < segment) {
            // Only the last of a slot may be shorter.
            close();
        }
    }

    /** Sends when enough has come together. */
    void flushIfFull() {
        if (waiting >= FLUSH_OCTETS) {
            flush();
        }
    }

    /** Finishes the slot being filled, if any. */
    private void close() {
        Path to = path;
        if (count == 0 || to == null) {
            return;
        }
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
        waiting = 0;
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
