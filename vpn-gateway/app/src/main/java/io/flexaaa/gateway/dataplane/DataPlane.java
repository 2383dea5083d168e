package io.flexaaa.gateway.dataplane;

import io.flexaaa.ipsec.filter.CompiledAcl;

import org.jspecify.annotations.Nullable;

/**
 * The packet path as the control side sees it: session interfaces, IPsec SAs on them, UDP 4500.
 *
 * <p>All methods may be called from any thread and return when the change is in force. Order of a
 * rekey (RFC 7296 §2.8): {@link #installInbound} of the new child, {@link #activateOutbound} when
 * the peer is known to have it, {@link #removeChild} of the old one after its DELETE.
 */
public interface DataPlane extends AutoCloseable {

    /** Inbound is what comes out of the tunnel (IOS {@code access-group ... in}). */
    enum Direction {
        IN,
        OUT
    }

    WirePort wire();

    /** A network interface of its own for one session, up. */
    SessionInterface createInterface(InterfaceSpec spec) throws DataPlaneException;

    /** Removes the interface with its addresses, routes and children. */
    void destroyInterface(SessionInterface session);

    /** From now on packets of {@code child.inbound()} are opened. */
    void installInbound(ChildSpec child) throws DataPlaneException;

    /**
     * From now on packets that match the child's selectors leave through it; newest child first.
     */
    void activateOutbound(ChildSpec child) throws DataPlaneException;

    /** Both directions of the child with this inbound SPI; unknown SPIs are ignored. */
    void removeChild(int inboundSpi);

    /**
     * New outer addresses for all children of the session (MOBIKE, NAT rebinding); a peer that came
     * to be behind a NAT, or left it, changes the encapsulation too (RFC 4555 §3.8).
     */
    void movePeer(
            SessionInterface session, Endpoints endpoints, ChildSpec.Encapsulation encapsulation);

    /** Null takes the list off. Takes effect between two packets. */
    void setAcl(SessionInterface session, Direction direction, @Nullable CompiledAcl acl);

    /** {@code ip mtu} of the interface. */
    void setMtu(SessionInterface session, int mtuOctets) throws DataPlaneException;

    /** {@code ip tcp adjust-mss}; 0 switches it off. */
    void setTcpMss(SessionInterface session, int mssOctets);

    /** {@code description} of the interface; shows as the alias of the link. */
    void setDescription(SessionInterface session, String text) throws DataPlaneException;

    /** Everything since the interface was created, over all its children. */
    SessionCounters counters(SessionInterface session);

    /** Counters of one child; zeros when the SPI is unknown. */
    SessionCounters childCounters(int inboundSpi);

    /** Drops that belong to no session: unknown SPIs, junk on the port. */
    SessionCounters strayCounters();

    /**
     * {@link System#nanoTime} of the last authenticated ESP packet of the session, or the time the
     * interface was made. For DPD: traffic proves liveness (RFC 7296 §2.4).
     */
    long lastInboundNanos(SessionInterface session);

    /** One listener; called on the inbound thread, so hand over at once. */
    void onPeerMoved(PeerMovedListener listener);

    /** One listener; called once per child when it should be rekeyed, on a packet thread. */
    void onChildExpiring(ChildExpiringListener listener);

    /** Removes what a killed predecessor left: links by name prefix, routes by protocol number. */
    void reclaim() throws DataPlaneException;

    @Override
    void close();

    /** An authenticated ESP packet came from a new address or port (RFC 7296 §2.23). */
    interface PeerMovedListener {
        void peerMoved(SessionInterface session, int inboundSpi, Endpoints seen);
    }

    /** The volume or sequence limit of a child is near. */
    interface ChildExpiringListener {
        void childExpiring(SessionInterface session, int inboundSpi);
    }
}
