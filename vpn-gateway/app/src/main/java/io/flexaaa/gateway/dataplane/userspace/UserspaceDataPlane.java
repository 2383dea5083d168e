package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.dataplane.DataPlaneOptions;
import io.flexaaa.gateway.dataplane.Endpoints;
import io.flexaaa.gateway.dataplane.InterfaceSpec;
import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.dataplane.SessionInterface;
import io.flexaaa.gateway.dataplane.WirePort;
import io.flexaaa.ipsec.filter.CompiledAcl;
import io.flexaaa.ipsec.sad.SpiTable;
import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.Rtnetlink;
import io.flexaaa.linux.TunDevice;
import io.flexaaa.linux.UdpSocket;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ESP in this process over TUN devices. Two packet threads, one a direction: each SA half has one
 * writer. What may be called from a packet thread's listener ({@link #movePeer}, {@link WirePort})
 * takes no lock that waits for a packet thread.
 */
public final class UserspaceDataPlane implements DataPlane {
    private static final Logger LOG = LoggerFactory.getLogger(UserspaceDataPlane.class);

    private final DataPlaneOptions options;
    private final Rtnetlink netlink;
    private final Sockets sockets;
    private final TunPool pool;
    private final UserspaceWirePort wire;
    private final SpiTable<Child> children = new SpiTable<>();
    private final List<Session> sessions = new ArrayList<>();
    private final InboundLoop inbound;
    private final OutboundLoop outbound;
    private List<Child> keptAlive = List.of();
    private volatile PeerMovedListener peerMoved = (session, spi, seen) -> {};
    private volatile ChildExpiringListener childExpiring = (session, spi) -> {};

    private UserspaceDataPlane(DataPlaneOptions options) throws LinuxException {
        this.options = options;
        this.netlink = Rtnetlink.open();
        this.sockets = new Sockets(options.natTraversalPort(), options.nativeEsp());
        this.pool = new TunPool(netlink, options.interfacePrefix(), options.pooledInterfaces());
        this.wire = new UserspaceWirePort(sockets);
        this.inbound =
                new InboundLoop(
                        sockets.all(), children, options.natTraversalPort(), new PacketEvents());
        this.outbound = new OutboundLoop(this::expiring);
    }

    /** Opens the sockets in the caller's network namespace and starts the packet threads. */
    public static UserspaceDataPlane open(DataPlaneOptions options) throws DataPlaneException {
        try {
            UserspaceDataPlane plane = new UserspaceDataPlane(options);
            plane.inbound.start();
            plane.outbound.start();
            LOG.info(
                    "event=data-plane-up port={} aes-gcm=\"{}\"",
                    options.natTraversalPort(),
                    options.crypto().aesGcmName());
            return plane;
        } catch (LinuxException e) {
            throw new DataPlaneException(
                    "data plane: " + e.getMessage() + "; it needs CAP_NET_ADMIN and CAP_NET_RAW",
                    e);
        }
    }

    private final class PacketEvents implements InboundLoop.Events {
        @Override
        public void ike(InetSocketAddress local, InetSocketAddress remote, byte[] message) {
            wire.received(local, remote, message);
        }

        @Override
        public void moved(Child child, InetSocketAddress local, InetSocketAddress remote) {
            peerMoved.peerMoved(
                    child.session, child.spec.inbound().spi(), new Endpoints(local, remote));
        }

        @Override
        public void expiring(Child child) {
            UserspaceDataPlane.this.expiring(child);
        }
    }

    private void expiring(Child child) {
        childExpiring.childExpiring(child.session, child.spec.inbound().spi());
    }

    @Override
    public WirePort wire() {
        return wire;
    }

    @Override
    public synchronized SessionInterface createInterface(InterfaceSpec spec)
            throws DataPlaneException {
        try {
            TunDevice tun = pool.take(spec);
            Session session =
                    new Session(
                            spec.name(), tun, spec.mtuOctets(), inbound.writer, System.nanoTime());
            sessions.add(session);
            outbound.call(() -> add(session));
            return session;
        } catch (IOException e) {
            throw new DataPlaneException("interface " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    private void add(Session session) {
        try {
            outbound.add(session);
        } catch (LinuxException e) {
            LOG.error("event=interface-not-polled interface={}", session, e);
        }
    }

    @Override
    public synchronized void destroyInterface(SessionInterface of) {
        Session session = (Session) of;
        if (!sessions.remove(session)) {
            return;
        }
        for (Child child : children.values(c -> c.session.equals(session))) {
            children.remove(child.spec.inbound().spi());
        }
        session.outbound = new Child[0];
        publishKeepalives();
        outbound.call(() -> drop(session));
        // A barrier: the inbound thread may be writing into the TUN right now.
        inbound.call(() -> {});
        pool.giveBack(session.tun);
    }

    private void drop(Session session) {
        try {
            outbound.remove(session);
        } catch (LinuxException e) {
            LOG.error("event=interface-not-unpolled interface={}", session, e);
        }
    }

    @Override
    public synchronized void installInbound(ChildSpec spec) throws DataPlaneException {
        Session session = (Session) spec.session();
        Child child =
                new Child(
                        spec,
                        session,
                        options.crypto(),
                        socket(session, spec.endpoints(), spec.encapsulation()));
        if (!children.add(spec.inbound().spi(), child)) {
            throw new DataPlaneException(
                    "inbound SPI "
                            + Integer.toHexString(spec.inbound().spi())
                            + " on "
                            + session
                            + " is taken; choose another",
                    new IllegalStateException("SPI taken"));
        }
    }

    private UdpSocket socket(
            Session session, Endpoints endpoints, ChildSpec.Encapsulation encapsulation)
            throws DataPlaneException {
        boolean ipv4 = endpoints.remote().getAddress() instanceof Inet4Address;
        try {
            return switch (encapsulation) {
                case UDP -> sockets.udp(ipv4);
                case RAW_ESP -> sockets.raw(ipv4);
            };
        } catch (IOException e) {
            throw new DataPlaneException(session.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void activateOutbound(ChildSpec spec) throws DataPlaneException {
        if (children.get(spec.inbound().spi()) == null) {
            installInbound(spec);
        }
        Child child = children.get(spec.inbound().spi());
        if (child == null || Arrays.asList(child.session.outbound).contains(child)) {
            return;
        }
        Session session = child.session;
        Child[] old = session.outbound;
        Child[] fresh = new Child[old.length + 1];
        fresh[0] = child;
        System.arraycopy(old, 0, fresh, 1, old.length);
        session.outbound = fresh;
        publishKeepalives();
    }

    @Override
    public synchronized void removeChild(int inboundSpi) {
        Child child = children.remove(inboundSpi);
        if (child == null) {
            return;
        }
        Session session = child.session;
        session.outbound =
                Arrays.stream(session.outbound).filter(c -> !c.equals(child)).toArray(Child[]::new);
        publishKeepalives();
    }

    private void publishKeepalives() {
        List<Child> wanted = new ArrayList<>();
        for (Session session : sessions) {
            for (Child child : session.outbound) {
                if (child.wire.udp() && child.spec.natKeepaliveSeconds() > 0) {
                    wanted.add(child);
                }
            }
        }
        // Waking the loop costs two context switches, and most set-ups change nothing here.
        if (!wanted.equals(keptAlive)) {
            keptAlive = wanted;
            outbound.call(() -> outbound.keepalives(wanted));
        }
    }

    @Override
    public void movePeer(
            SessionInterface session, Endpoints endpoints, ChildSpec.Encapsulation encapsulation) {
        for (Child child : children.values(c -> c.session.equals(session))) {
            try {
                UdpSocket socket = socket(child.session, endpoints, encapsulation);
                child.wire = Child.wire(socket, endpoints, encapsulation);
            } catch (DataPlaneException e) {
                LOG.warn("event=peer-not-moved session={} reason=\"{}\"", session, e.getMessage());
            }
        }
    }

    @Override
    public void setAcl(SessionInterface of, Direction direction, @Nullable CompiledAcl acl) {
        Session session = (Session) of;
        switch (direction) {
            case IN -> session.inAcl = acl;
            case OUT -> session.outAcl = acl;
        }
    }

    @Override
    public void setMtu(SessionInterface of, int mtuOctets) throws DataPlaneException {
        Session session = (Session) of;
        try {
            netlink.setMtu(session.index(), mtuOctets);
            session.mtu = mtuOctets;
        } catch (LinuxException e) {
            throw new DataPlaneException(session + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void setTcpMss(SessionInterface session, int mssOctets) {
        ((Session) session).mss = mssOctets;
    }

    @Override
    public void setDescription(SessionInterface session, String text) throws DataPlaneException {
        try {
            netlink.setAlias(session.index(), text);
        } catch (LinuxException e) {
            throw new DataPlaneException(session.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public SessionCounters counters(SessionInterface session) {
        return ((Session) session).counters();
    }

    @Override
    public SessionCounters childCounters(int inboundSpi) {
        Child child = children.get(inboundSpi);
        return child == null ? SessionCounters.ZERO : child.counters();
    }

    @Override
    public SessionCounters strayCounters() {
        return new SessionCounters(0, 0, 0, 0, inbound.stray.drops(), java.util.Map.of());
    }

    @Override
    public long lastInboundNanos(SessionInterface session) {
        return ((Session) session).lastInboundNanos;
    }

    @Override
    public void onPeerMoved(PeerMovedListener listener) {
        peerMoved = listener;
    }

    @Override
    public void onChildExpiring(ChildExpiringListener listener) {
        childExpiring = listener;
    }

    @Override
    public synchronized void reclaim() throws DataPlaneException {
        try {
            pool.reclaim();
        } catch (LinuxException e) {
            throw new DataPlaneException("reclaim: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        outbound.stop();
        inbound.stop();
        for (Session session : sessions) {
            session.tun.close();
        }
        sessions.clear();
        pool.close();
        sockets.close();
        netlink.close();
    }
}
