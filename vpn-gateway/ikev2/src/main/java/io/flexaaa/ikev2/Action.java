package io.flexaaa.ikev2;

import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.wire.Octets;

import java.util.List;

/** What the engine wants done, in order. */
public sealed interface Action {
    /** Send a datagram; {@code natTPort}: from port 4500, so put the four zero octets in front. */
    record Send(Endpoint local, Endpoint remote, boolean natTPort, Octets bytes)
            implements Action {}

    /** RFC 3948 §2.3 keepalive: the single octet 0xFF, without a marker. */
    record NatKeepalive(Endpoint local, Endpoint remote) implements Action {}

    /** Find the pre-shared key: {@link Event.PskFound} or {@link Event.PskRefused}. */
    record LookUpPsk(
            long requestId,
            long sessionId,
            String profile,
            PeerIdentity identity,
            Endpoint local,
            Endpoint remote)
            implements Action {}

    /**
     * Is this chain (X.509 in DER, the peer's own first) trusted, not revoked, and about this
     * identity? {@link Event.CertificateTrusted} or {@link Event.CertificateRefused}.
     */
    record CheckCertificate(
            long requestId,
            long sessionId,
            String profile,
            PeerIdentity identity,
            Endpoint local,
            Endpoint remote,
            List<Octets> chain)
            implements Action {
        public CheckCertificate {
            chain = List.copyOf(chain);
        }
    }

    /**
     * Bring an EAP response of the peer to the AAA server: {@link Event.EapContinues}, {@link
     * Event.EapSucceeded} or {@link Event.EapFailed}.
     *
     * @param eapIdentity what the peer calls itself inside EAP
     * @param signed what an AUTH of the peer covers (RFC 7296 §2.15), for methods that bind
     *     themselves to this exchange
     */
    record RelayEap(
            long requestId,
            long sessionId,
            String profile,
            PeerIdentity identity,
            Endpoint local,
            Endpoint remote,
            String eapIdentity,
            Octets packet,
            Octets signed)
            implements Action {}

    /** The peer proved its identity; now user/group authorization. */
    record Authorize(
            long requestId,
            long sessionId,
            String profile,
            PeerIdentity identity,
            AuthMethod method,
            Endpoint local,
            Endpoint remote)
            implements Action {}

    /**
     * Lease addresses, clone the virtual access: {@link Event.SessionOpened} or {@link
     * Event.SessionRefused}.
     *
     * @param configRequested the peer sent CFG_REQUEST (with {@code requested} in it)
     * @param selectorsRemote TSi as the peer proposed it, {@code selectorsLocal}: TSr
     */
    record OpenSession(
            long requestId,
            long sessionId,
            String profile,
            PeerIdentity identity,
            Endpoint local,
            Endpoint remote,
            boolean configRequested,
            List<ConfigurationAttribute> requested,
            List<Selector> selectorsLocal,
            List<Selector> selectorsRemote,
            boolean transportRequested,
            boolean flexVpnPeer)
            implements Action {
        public OpenSession {
            requested = List.copyOf(requested);
            selectorsLocal = List.copyOf(selectorsLocal);
            selectorsRemote = List.copyOf(selectorsRemote);
        }
    }

    /**
     * Install both directions. {@code useOutbound}: send with it from now on; otherwise {@link
     * SwitchOutbound} follows when the peer is known to be ready (RFC 7296 §2.8).
     */
    record InstallChild(ChildSa child, boolean useOutbound) implements Action {}

    record SwitchOutbound(long sessionId, int inboundSpi) implements Action {}

    record RemoveChild(long sessionId, int inboundSpi, int outboundSpi) implements Action {}

    /** All child SAs of the session have a new outer path. */
    record UpdatePeer(long sessionId, Endpoint local, Endpoint remote, boolean udpEncapsulated)
            implements Action {}

    /** The first child SA is up: routes, accounting start. Comes before the reply is sent. */
    record SessionUp(long sessionId) implements Action {}

    /**
     * The session is over; its child SAs were removed by earlier actions. Comes for every session
     * id that LookUpPsk, Authorize or OpenSession named, also if it never was up.
     */
    record SessionDown(long sessionId, Reason reason) implements Action {}

    /** When did ESP of this session last flow? {@link Event.EspActivity} answers. */
    record AskEspActivity(long sessionId) implements Action {}

    /** Something an operator wants to read. */
    record Report(Outcome outcome) implements Action {}
}
