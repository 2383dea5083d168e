package io.flexaaa.gateway.virtualaccess;

import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.dataplane.Endpoints;
import io.flexaaa.gateway.dataplane.InterfaceSpec;
import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.dataplane.SessionInterface;
import io.flexaaa.gateway.dataplane.WirePort;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.route.SessionRoute;
import io.flexaaa.gateway.route.SessionRoutes;
import io.flexaaa.ipsec.filter.CompiledAcl;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, in words, and refuses what a test says. */
public final class FakeDataPlane implements DataPlane, SessionRoutes.Table, VirtualAccess.Links {
    private record Link(String name, int index) implements SessionInterface {}

    public final List<String> done = new ArrayList<>();
    public String refuse = "nothing";
    public SessionCounters counters = SessionCounters.ZERO;
    private int nextIndex = 10;

    private void note(String what) {
        done.add(what);
    }

    private boolean refuses(String what) {
        return what.startsWith(refuse);
    }

    private void kernel(String what) throws DataPlaneException {
        if (refuses(what)) {
            throw new DataPlaneException(what + ": refused", new IOException("test"));
        }
        note(what);
    }

    private void network(String what) throws IOException {
        if (refuses(what)) {
            throw new IOException(what + ": refused");
        }
        note(what);
    }

    @Override
    public WirePort wire() {
        return new WirePort() {
            @Override
            public void send(InetSocketAddress local, InetSocketAddress remote, byte[] message) {
                note("send");
            }

            @Override
            public void onMessage(Listener listener) {}
        };
    }

    @Override
    public SessionInterface createInterface(InterfaceSpec spec) throws DataPlaneException {
        kernel("create " + spec.name() + " mtu " + spec.mtuOctets());
        return new Link(spec.name(), nextIndex++);
    }

    @Override
    public void destroyInterface(SessionInterface session) {
        note("destroy " + session.name());
    }

    @Override
    public void installInbound(ChildSpec child) throws DataPlaneException {
        kernel("inbound " + child.inbound().spi());
    }

    @Override
    public void activateOutbound(ChildSpec child) throws DataPlaneException {
        kernel("outbound " + child.outbound().spi());
    }

    @Override
    public void removeChild(int inboundSpi) {
        note("remove " + inboundSpi);
    }

    @Override
    public void movePeer(
            SessionInterface session, Endpoints endpoints, ChildSpec.Encapsulation encapsulation) {
        note("move " + endpoints.remote());
    }

    @Override
    public void setAcl(SessionInterface session, Direction direction, @Nullable CompiledAcl acl) {
        if (acl != null) {
            note("acl " + direction + " " + acl.name() + " " + acl.entries().size());
        }
    }

    @Override
    public void setMtu(SessionInterface session, int mtuOctets) throws DataPlaneException {
        kernel("mtu " + mtuOctets);
    }

    @Override
    public void setTcpMss(SessionInterface session, int mssOctets) {
        if (mssOctets > 0) {
            note("mss " + mssOctets);
        }
    }

    @Override
    public void setDescription(SessionInterface session, String text) throws DataPlaneException {
        kernel("description " + text);
    }

    @Override
    public SessionCounters counters(SessionInterface session) {
        return counters;
    }

    @Override
    public SessionCounters childCounters(int inboundSpi) {
        return SessionCounters.ZERO;
    }

    @Override
    public SessionCounters strayCounters() {
        return SessionCounters.ZERO;
    }

    @Override
    public long lastInboundNanos(SessionInterface session) {
        return 0;
    }

    @Override
    public void onPeerMoved(PeerMovedListener listener) {}

    @Override
    public void onChildExpiring(ChildExpiringListener listener) {}

    @Override
    public void reclaim() {}

    @Override
    public void close() {}

    @Override
    public void addAddress(int linkIndex, IpPrefix address) throws IOException {
        network("address " + address);
    }

    @Override
    public void removeAddress(int linkIndex, IpPrefix address) throws IOException {
        network("no address " + address);
    }

    @Override
    public void add(SessionRoute route) throws IOException {
        network("route " + route.destination());
    }

    @Override
    public void remove(SessionRoute route) throws IOException {
        network("no route " + route.destination());
    }
}
