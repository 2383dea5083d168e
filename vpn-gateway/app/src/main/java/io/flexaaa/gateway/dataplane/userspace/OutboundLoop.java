package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.ipsec.esp.EspSealer;
import io.flexaaa.ipsec.filter.CompiledAcl;
import io.flexaaa.ipsec.filter.FlowKey;
import io.flexaaa.ipsec.gre.GreEncapsulator;
import io.flexaaa.ipsec.nat.UdpEncapsulation;
import io.flexaaa.ipsec.offload.MssClamp;
import io.flexaaa.ipsec.offload.PacketTooBig;
import io.flexaaa.ipsec.offload.Splitter;
import io.flexaaa.ipsec.offload.VnetHeader;
import io.flexaaa.linux.Errno;
import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.Memory;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Session interfaces to wire: read, check, split, seal, send. */
final class OutboundLoop extends PacketLoop {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundLoop.class);
    private static final int READ_OCTETS = 65_536 + VnetHeader.OCTETS;
    // Reads per interface before the others get their turn.
    private static final int BURST_READS = 64;
    private static final long KEEPALIVE_CHECK_NANOS = 1_000_000_000L;
    // At most so many ICMP errors a second: each costs more than the packet it answers.
    private static final int TOO_BIG_PER_SECOND = 100;

    private final Arena arena = Arena.ofAuto();
    private final long readBuffer = Memory.allocate(arena, READ_OCTETS);
    private final byte[] whole = new byte[READ_OCTETS];
    // A segment and its ESP trailer.
    private final byte[] plain = new byte[READ_OCTETS + 256];
    private final byte[] answer = new byte[VnetHeader.OCTETS + PacketTooBig.MAX_OCTETS];
    private final Splitter splitter = new Splitter();
    private final FlowKey key = new FlowKey();
    private final TunWriter writer = new TunWriter();
    private final DatagramQueue queue = new DatagramQueue();
    private final Consumer<Child> expiring;
    private @Nullable Session[] sessions = new Session[16];
    private List<Child> keepalives = new ArrayList<>();
    private long keepaliveCheck;
    private int tooBigLeft = TOO_BIG_PER_SECOND;

    OutboundLoop(Consumer<Child> expiring) throws LinuxException {
        super("esp-out");
        this.expiring = expiring;
    }

    // --- control side, through call()

    void add(Session session) throws LinuxException {
        int token = 0;
        while (token < sessions.length && sessions[token] != null) {
            token++;
        }
        if (token == sessions.length) {
            sessions = Arrays.copyOf(sessions, token * 2);
        }
        sessions[token] = session;
        poller.add(session.tun.fd(), token);
    }

    void remove(Session session) throws LinuxException {
        for (int token = 0; token < sessions.length; token++) {
            if (session.equals(sessions[token])) {
                sessions[token] = null;
                poller.remove(session.tun.fd());
            }
        }
    }

    void keepalives(List<Child> children) {
        keepalives = children;
    }

    // --- packet thread

    @Override
    void readable(int token) {
        Session session = token < sessions.length ? sessions[token] : null;
        if (session == null) {
            return;
        }
        for (int i = 0; i < BURST_READS; i++) {
            int n = session.tun.read(readBuffer, READ_OCTETS);
            if (n <= 0) {
                if (n == -Errno.EBADFD) {
                    gone(session);
                }
                break;
            }
            Memory.toHeap(readBuffer, whole, 0, n);
            packet(session, n);
            queue.flushIfFull();
        }
        queue.flush();
    }

    /** Someone deleted the link under us; its descriptor would report itself readable for ever. */
    private void gone(Session session) {
        LOG.error("event=interface-gone interface={} cure=\"disconnect the session\"", session);
        try {
            remove(session);
        } catch (LinuxException e) {
            LOG.error("event=interface-not-unpolled interface={}", session, e);
        }
    }

    private void packet(Session session, int length) {
        if (!splitter.begin(whole, 0, length)
                || !key.read(whole, splitter.packetAt(), splitter.packetOctets())) {
            session.out.dropped(DropReason.MALFORMED);
            return;
        }
        int count = splitter.count();
        Child child = select(session);
        if (child == null) {
            // Never in clear: without an SA that takes it, a packet ends here.
            boolean none = session.outbound.length == 0;
            session.out.dropped(none ? DropReason.NO_SA : DropReason.SELECTOR, count);
            return;
        }
        CompiledAcl acl = session.outAcl;
        if (acl != null && !acl.permits(key, count)) {
            session.out.dropped(DropReason.ACL, count);
            return;
        }
        if (splitter.longest() > session.mtu && PacketTooBig.applies(whole, splitter.packetAt())) {
            session.out.dropped(DropReason.TOO_BIG, count);
            tooBig(session);
            return;
        }
        int mss = session.mss;
        if (mss > 0) {
            MssClamp.clamp(whole, length, key, mss);
        }
        seal(session, child);
    }

    private @Nullable Child select(Session session) {
        for (Child child : session.outbound) {
            if (child.takes(key)) {
                return child;
            }
        }
        return null;
    }

    private void seal(Session session, Child child) {
        GreEncapsulator gre = child.greOut;
        int nextHeader =
                gre != null ? gre.nextHeader() : key.ipv6() ? EspSealer.IPV6 : EspSealer.IPV4;
        int at = gre == null ? 0 : gre.overheadOctets();
        long octets = 0;
        int packets = 0;
        for (int n = splitter.next(plain, at); n > 0; n = splitter.next(plain, at)) {
            int carried = gre == null ? n : gre.wrap(plain, 0, n);
            int result = queue.seal(child, plain, carried, nextHeader);
            if (result < 0) {
                child.out.dropped(DropReason.ofCode(result));
                session.out.dropped(DropReason.ofCode(result));
            } else {
                octets += n;
                packets++;
            }
        }
        child.out.passed(packets, octets);
        session.out.passed(packets, octets);
        if (child.expiring()) {
            expiring.accept(child);
        }
    }

    private void tooBig(Session session) {
        if (tooBigLeft <= 0) {
            return;
        }
        tooBigLeft--;
        int n =
                PacketTooBig.build(
                        whole,
                        splitter.packetAt(),
                        splitter.packetOctets(),
                        session.mtu,
                        answer,
                        VnetHeader.OCTETS);
        if (n > 0 && writer.write(session.tun, answer, 0, VnetHeader.OCTETS + n) < 0) {
            session.out.dropped(DropReason.DEVICE);
        }
    }

    @Override
    void idle(long nowNanos) {
        queue.now(nowNanos);
        if (nowNanos - keepaliveCheck < KEEPALIVE_CHECK_NANOS) {
            return;
        }
        keepaliveCheck = nowNanos;
        tooBigLeft = TOO_BIG_PER_SECOND;
        for (Child child : keepalives) {
            // RFC 3948 §4: only when nothing else has kept the mapping open.
            long interval = child.spec.natKeepaliveSeconds() * 1_000_000_000L;
            if (nowNanos - child.lastSentNanos >= interval) {
                queue.octet(child, UdpEncapsulation.KEEPALIVE);
            }
        }
        queue.flush();
    }
}
