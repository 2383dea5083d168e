package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.ipsec.count.Tally;
import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.filter.CompiledAcl;
import io.flexaaa.ipsec.filter.FlowKey;
import io.flexaaa.ipsec.gre.GreDecapsulator;
import io.flexaaa.ipsec.nat.UdpEncapsulation;
import io.flexaaa.ipsec.offload.Coalescer;
import io.flexaaa.ipsec.offload.MssClamp;
import io.flexaaa.ipsec.sad.SpiTable;
import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.Memory;
import io.flexaaa.linux.ReceiveBatch;
import io.flexaaa.linux.UdpSocket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** Wire to session interfaces: receive, find the SA, open, check, coalesce, write. */
final class InboundLoop extends PacketLoop {
    private static final int SLOTS = 8;
    private static final int SLOT_OCTETS = 65_536;
    private static final int FLOWS = 16;
    // Receive calls per socket before the others get their turn.
    private static final int BURST = 8;

    /** What happens outside the packet path. */
    interface Events {
        void ike(InetSocketAddress local, InetSocketAddress remote, byte[] message);

        void moved(Child child, InetSocketAddress local, InetSocketAddress remote);

        void expiring(Child child);
    }

    private final ReceiveBatch batch = new ReceiveBatch(SLOTS, SLOT_OCTETS);
    private final byte[] wire = new byte[SLOT_OCTETS];
    private final byte[] plain = new byte[SLOT_OCTETS + 64];
    private final FlowKey key = new FlowKey();
    private final Coalescer coalescer = new Coalescer(FLOWS);
    private final List<UdpSocket> sockets;
    private final SpiTable<Child> children;
    private final Events events;
    private final int port;
    final TunWriter writer = new TunWriter();
    final Tally stray = new Tally();
    private long nowNanos;

    InboundLoop(List<UdpSocket> sockets, SpiTable<Child> children, int port, Events events)
            throws LinuxException {
        super("esp-in");
        this.sockets = sockets;
        this.children = children;
        this.events = events;
        this.port = port;
        for (int i = 0; i < sockets.size(); i++) {
            poller.add(sockets.get(i).fd(), i);
        }
    }

    @Override
    void idle(long now) {}

    @Override
    void readable(int token) {
        UdpSocket socket = sockets.get(token);
        for (int k = 0; k < BURST; k++) {
            int n = batch.receive(socket);
            if (n == 0) {
                return;
            }
            nowNanos = System.nanoTime();
            for (int i = 0; i < n; i++) {
                message(socket, i);
            }
            coalescer.flush();
        }
    }

    /** One receive buffer: a datagram, or a train of equal ones from one sender. */
    private void message(UdpSocket socket, int i) {
        int length = batch.length(i);
        int step = batch.segmentOctets(i);
        if (length <= 0 || step <= 0) {
            return;
        }
        if (socket.raw()) {
            Memory.toHeap(batch.buffer(i), wire, 0, length);
            rawEsp(socket, i, length);
            return;
        }
        // One at a time, so that the cipher finds it in the first-level cache.
        for (int from = 0; from < length; from += step) {
            int octets = Math.min(step, length - from);
            Memory.toHeap(batch.buffer(i) + from, wire, 0, octets);
            datagram(i, octets);
        }
    }

    /** Raw IPv4 sockets deliver the IP header, raw IPv6 sockets do not. */
    private void rawEsp(UdpSocket socket, int i, int length) {
        int header = socket.ipv4() ? (wire[0] & 15) * 4 : 0;
        if (length - header < 8) {
            stray.dropped(DropReason.MALFORMED);
            return;
        }
        esp(i, header, length - header, false);
    }

    private void datagram(int i, int length) {
        int word = length >= 4 ? BigEndian.i32(wire, 0) : 0;
        switch (UdpEncapsulation.classify(length, wire[0] & 0xff, word)) {
            case ESP -> {
                if (length < 8) {
                    stray.dropped(DropReason.MALFORMED);
                } else {
                    esp(i, 0, length, true);
                }
            }
            case IKE -> ike(i, UdpEncapsulation.MARKER_OCTETS, length);
            case KEEPALIVE -> {
                // Has done its work on the NAT that passed it (RFC 3948 §2.3).
            }
            case JUNK -> stray.dropped(DropReason.MALFORMED);
        }
    }

    private void ike(int i, int from, int to) {
        InetAddress local = batch.local(i);
        if (local != null) {
            events.ike(
                    new InetSocketAddress(local, port),
                    batch.remote(i),
                    Arrays.copyOfRange(wire, from, to));
        }
    }

    private void esp(int i, int at, int length, boolean udp) {
        Child child = children.get(BigEndian.i32(wire, at));
        // RFC 7296 §2.23: in UDP or not, whatever was negotiated; a peer that leaves its NAT
        // changes over before we hear of it.
        if (child == null) {
            stray.dropped(DropReason.UNKNOWN_SPI);
            return;
        }
        int inner = child.opener.open(wire, at, length, plain, 0);
        if (inner < 0) {
            drop(child, DropReason.ofCode(inner));
            return;
        }
        Session session = child.session;
        session.lastInboundNanos = nowNanos;
        Child.Wire wirePath = child.wire;
        if (wirePath.udp() == udp && !batch.cameFrom(i, wirePath.path())) {
            moved(child, i, at);
        }
        int from = 0;
        GreDecapsulator gre = child.greIn;
        if (gre != null) {
            inner = gre.unwrap(plain, 0, inner);
            if (inner < 0) {
                drop(child, DropReason.ofCode(inner));
                return;
            }
            from = gre.passengerAt();
        }
        if (!key.read(plain, from, inner)) {
            drop(child, DropReason.MALFORMED);
            return;
        }
        if (!child.gives(key)) {
            drop(child, DropReason.SELECTOR);
            return;
        }
        CompiledAcl acl = session.inAcl;
        if (acl != null && !acl.permits(key, 1)) {
            drop(child, DropReason.ACL);
            return;
        }
        int mss = session.mss;
        if (mss > 0) {
            MssClamp.clamp(plain, from + inner, key, mss);
        }
        child.in.passed(1, inner);
        session.in.passed(1, inner);
        coalescer.add(session, plain, from, inner);
        if (child.expiring()) {
            events.expiring(child);
        }
    }

    /** Only the newest packet tells where the peer is now; a late one tells where it was. */
    private void moved(Child child, int i, int at) {
        InetSocketAddress remote = batch.remote(i);
        InetAddress local = batch.local(i);
        boolean newest = (int) child.opener.topSequence() == BigEndian.i32(wire, at + 4);
        if (newest && local != null && !remote.equals(child.reported)) {
            child.reported = remote;
            events.moved(child, new InetSocketAddress(local, port), remote);
        }
    }

    private static void drop(Child child, DropReason reason) {
        child.in.dropped(reason);
        child.session.in.dropped(reason);
    }
}
