package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.AccountedSession;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.SessionFacts;
import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.gateway.route.SessionRoutes;
import io.flexaaa.gateway.virtualaccess.VirtualAccess;
import io.flexaaa.ikev2.Action;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.radius.Attributes;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one IKE SA holds here: what AAA said, its addresses, its interface, its routes. Each
 * part is there from the step that made it on; undoing goes backwards over what is there.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class Session {
    SessionFacts facts;
    EapRelay.@Nullable Thread eap;
    Attributes implicit = Attributes.EMPTY;
    @Nullable EffectivePolicy policy;

    /** The address a DHCP server gave, until it is leased as {@link #ipv4}. */
    @Nullable Inet4Address dhcp;

    /** Waits for a DHCP server. */
    Action.@Nullable OpenSession opening;

    @Nullable Lease ipv4;
    @Nullable Lease ipv6;
    @Nullable VirtualAccess access;

    /** Null: bare IP packets. */
    @Nullable GreMode gre;

    @Nullable SessionRoutes routes;
    @Nullable AccountedSession accounted;

    /** What its client may come back with; null when it may not. */
    Reconnects.@Nullable Ticket ticket;

    /** The session this one is the return to; null for a login of its own. */
    @Nullable Session returnOf;

    /** Subnets behind the peer, as it says itself. */
    List<IpPrefix> offered = List.of();

    /** By inbound SPI, oldest first. */
    final Map<Integer, ChildSpec> children = new LinkedHashMap<>();

    /** How the peer proved itself: which authorization and accounting lines apply. */
    Method method = Method.PSK;

    /** The server has accepted the key look-up and so waits for the outcome. */
    boolean keyFromServer;

    boolean up;
    long upMs;
    long interimMs;
    long interimDueMs;
    long timeoutMs;
    long idleMs;
    long lastPackets;
    long lastOutPackets;
    long lastOutMs = -1;
    long lastActiveMs;

    Session(SessionFacts facts) {
        this.facts = facts;
    }

    long id() {
        return facts.sessionId();
    }

    /** The name in accounting and logs. */
    String userName() {
        return facts.userName();
    }

    /** Takes all that {@code old} holds; the two are one session to everybody else. */
    void takeOver(Session old) {
        policy = old.policy;
        method = old.method;
        implicit = old.implicit;
        offered = old.offered;
        gre = old.gre;
        dhcp = old.dhcp;
        ipv4 = old.ipv4;
        ipv6 = old.ipv6;
        access = old.access;
        routes = old.routes;
        accounted = old.accounted;
        upMs = old.upMs;
        interimMs = old.interimMs;
        interimDueMs = old.interimDueMs;
        timeoutMs = old.timeoutMs;
        idleMs = old.idleMs;
        lastPackets = old.lastPackets;
        lastOutPackets = old.lastOutPackets;
        old.dhcp = null;
        old.ipv4 = null;
        old.ipv6 = null;
        old.access = null;
        old.routes = null;
        old.accounted = null;
        old.up = false;
        old.keyFromServer = false;
    }

    List<Lease> leases() {
        List<Lease> leases = new ArrayList<>();
        if (ipv4 != null) {
            leases.add(ipv4);
        }
        if (ipv6 != null) {
            leases.add(ipv6);
        }
        return leases;
    }
}
