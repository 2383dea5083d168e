package io.flexaaa.ikev2;

import io.flexaaa.ikev2.crypto.EspSuite;
import io.flexaaa.ikev2.crypto.IkeSuite;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * One IKE SA as show commands see it. Times are on the engine's clock; -1 = not yet.
 *
 * @param sessionId our number of it, stable over rekeys ("Tunnel-id", "Session-id")
 * @param profile null until IKE_AUTH named the peer
 * @param dynamicRoute the peer sent CISCO-DYNAMIC-ROUTE
 * @param iosPeer the peer sent Cisco vendor ids ("PEER TYPE: IOS-XE")
 */
public record SaSnapshot(
        long sessionId,
        Status status,
        boolean initiator,
        @Nullable String profile,
        Endpoint local,
        Endpoint remote,
        long localSpi,
        long remoteSpi,
        IkeSuite suite,
        AuthMethod signMethod,
        AuthMethod verifyMethod,
        @Nullable PeerIdentity localIdentity,
        @Nullable PeerIdentity remoteIdentity,
        long startedMs,
        long establishedMs,
        long lifetimeSeconds,
        long lastHeardMs,
        MessageIds messageIds,
        IkeConfig.Dpd dpd,
        Nat nat,
        boolean fragmentation,
        boolean dynamicRoute,
        boolean flexVpnPeer,
        boolean iosPeer,
        @Nullable String peerVersion,
        List<InetAddress> assigned,
        int rekeys,
        List<Child> children) {
    public SaSnapshot {
        assigned = List.copyOf(assigned);
        children = List.copyOf(children);
    }

    /** How far it is. */
    public enum Status {
        IN_NEGOTIATION,
        READY,
        DELETING
    }

    /** What NAT_DETECTION found: which side is inside a NAT. */
    public record Nat(boolean localInside, boolean remoteInside) {
        public boolean detected() {
            return localInside || remoteInside;
        }
    }

    /** Request and response counters, named as {@code show crypto ikev2 sa detail} prints them. */
    public record MessageIds(
            long localRequest,
            long localNext,
            long localQueued,
            long localWindow,
            long remoteRequest,
            long remoteNext,
            long remoteQueued,
            long remoteWindow) {}

    /** One child SA pair. */
    public record Child(
            int inboundSpi,
            int outboundSpi,
            EspSuite suite,
            ChildSa.Mode mode,
            List<Selector> local,
            List<Selector> remote,
            boolean udpEncapsulated,
            int replayWindow,
            long installedMs,
            long lifetimeSeconds,
            long lifetimeKilobytes,
            Status status) {
        public Child {
            local = List.copyOf(local);
            remote = List.copyOf(remote);
        }
    }
}
