package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.InterfaceConfig;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.gateway.route.SessionRoute;
import io.flexaaa.gateway.route.SessionRoutes;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.gateway.virtualaccess.AccessLists;
import io.flexaaa.gateway.virtualaccess.InterfaceLines;
import io.flexaaa.gateway.virtualaccess.VirtualAccessPlan;
import io.flexaaa.gateway.virtualaccess.VirtualAccesses;
import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.avpair.RouteSet;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Sourced;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes what a session needs in the order of a FlexVPN hub: address, virtual access with its
 * interface-config, later routes; and takes it back in the opposite order.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class SessionOpener {
    private static final Logger LOG = LoggerFactory.getLogger(SessionOpener.class);

    private final Supplier<GatewayConfig> config;
    private final AddressPools pools;
    private final DhcpAddresses dhcp;
    private final VirtualAccesses accesses;
    private final SessionRoutes.Table table;

    SessionOpener(
            Supplier<GatewayConfig> config,
            AddressPools pools,
            DhcpAddresses dhcp,
            VirtualAccesses accesses,
            SessionRoutes.Table table) {
        this.config = config;
        this.pools = pools;
        this.dhcp = dhcp;
        this.accesses = accesses;
        this.table = table;
    }

    /**
     * The session that holds the address this one is to get, when it is of the same identity: a
     * peer that comes back takes its place. Null when there is none.
     */
    @Nullable Lease toReplace(Session session, Action.OpenSession wish) {
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        for (InetAddress named :
                List.of(
                        session.dhcp == null
                                ? named(policy.framedIp(), asks(wish, false))
                                : session.dhcp,
                        named(policy.addrV6(), asks(wish, true)))) {
            Lease held = pools.holderOf(named);
            if (held != null
                    && held.holder() != session.id()
                    && held.identity().equals(session.userName())) {
                return held;
            }
        }
        return null;
    }

    private static InetAddress named(
            @Nullable Sourced<? extends InetAddress> address, boolean asked) {
        return address == null || !asked ? InetAddress.ofLiteral("0.0.0.0") : address.value();
    }

    /** All of it, or nothing and why. */
    Event.SessionOpened open(Session session, Action.OpenSession wish) throws RefusedException {
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        try {
            check(session, policy);
            lease(session, policy, wish);
            InterfaceSettings template =
                    accesses.template(session.facts.profile().virtualTemplate());
            InterfaceSettings settings =
                    InterfaceLines.enter(
                            template,
                            InterfaceLines.parse(
                                    policy.interfaceConfig().stream()
                                            .map(Sourced::value)
                                            .toList()));
            GreMode gre =
                    GreMode.of(
                            settings,
                            session.facts.profile().virtualTemplate(),
                            wish.selectorsLocal(),
                            wish.selectorsRemote());
            if (gre != null) {
                settings = settings.with(new InterfaceCommand.TunnelMode(gre.mode()));
            }
            session.gre = gre;
            VirtualAccessPlan plan =
                    VirtualAccessPlan.of(
                            config.get(),
                            settings,
                            AccessLists.read(
                                    config.get(),
                                    policy.inAcl().stream().map(Sourced::value).toList(),
                                    "downloaded-in"),
                            AccessLists.read(
                                    config.get(),
                                    policy.outAcl().stream().map(Sourced::value).toList(),
                                    "downloaded-out"),
                            session.ipv6 != null);
            session.access = accesses.create(plan);
            session.offered = PeerRoutes.offered(wish.requested());
            List<ConfigurationAttribute> reply =
                    wish.configRequested()
                            ? ConfigReply.of(
                                    policy,
                                    session.ipv4,
                                    session.ipv6,
                                    subnets(policy, plan),
                                    wish.requested(),
                                    wish.flexVpnPeer(),
                                    Reconnects.attributes(session))
                            : List.of();
            return opened(session, wish, reply, policy);
        } catch (RefusedException e) {
            close(session);
            throw e;
        }
    }

    /** The reply for a client that came back to what it had. */
    Event.SessionOpened resume(Session session, Action.OpenSession wish) throws RefusedException {
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        session.gre =
                GreMode.again(
                        session.gre,
                        Objects.requireNonNull(session.access).plan().settings(),
                        wish.selectorsLocal(),
                        wish.selectorsRemote());
        if (session.ipv4 != null) {
            dhcp.rehold(session.ipv4.holder(), session.id());
            session.ipv4 = pools.rehold(session.ipv4, session.id());
        }
        if (session.ipv6 != null) {
            session.ipv6 = pools.rehold(session.ipv6, session.id());
        }
        List<ConfigurationAttribute> reply =
                wish.configRequested()
                        ? ConfigReply.of(
                                policy,
                                session.ipv4,
                                session.ipv6,
                                subnets(policy, Objects.requireNonNull(session.access).plan()),
                                wish.requested(),
                                wish.flexVpnPeer(),
                                Reconnects.attributes(session))
                        : List.of();
        return opened(session, wish, reply, policy);
    }

    private static Event.SessionOpened opened(
            Session session,
            Action.OpenSession wish,
            List<ConfigurationAttribute> reply,
            EffectivePolicy policy) {
        GreMode gre = session.gre;
        Integer flows = EffectivePolicy.value(policy.flowLimit());
        return new Event.SessionOpened(
                wish.requestId(),
                reply,
                session.leases().stream().map(Lease::address).toList(),
                gre == null ? List.of() : gre.allowedLocal(),
                gre == null ? List.of() : gre.allowedRemote(),
                gre != null,
                flows == null ? 0 : flows);
    }

    private static void check(Session session, EffectivePolicy policy) throws RefusedException {
        if (!policy.problems().isEmpty()) {
            throw new RefusedException(
                    Reason.POLICY_INVALID,
                    "the policy of "
                            + session.userName()
                            + " has "
                            + String.join("; ", policy.problems())
                            + "; correct it on the server");
        }
        Sourced<String> qos = policy.qosIn() == null ? policy.qosOut() : policy.qosIn();
        if (qos != null) {
            throw new RefusedException(
                    Reason.INTERFACE_COMMAND_UNKNOWN,
                    "QoS policy-map "
                            + qos.value()
                            + " of "
                            + session.userName()
                            + " is not in effect on this gateway; drop it from the policy");
        }
    }

    private void lease(Session session, EffectivePolicy policy, Action.OpenSession wish)
            throws RefusedException {
        String identity = session.userName();
        boolean asks4 = asks(wish, false);
        boolean asks6 = asks(wish, true);
        if (asks4) {
            Inet4Address named = EffectivePolicy.value(policy.framedIp());
            String pool = EffectivePolicy.value(policy.pool());
            if (named != null) {
                session.ipv4 = pools.leaseNamed(named, 32, identity, session.id());
            } else if (pool != null) {
                session.ipv4 = pools.leaseIpv4(pool, identity, session.id());
            } else if (session.dhcp != null) {
                session.ipv4 = pools.leaseNamed(session.dhcp, 32, identity, session.id());
            }
        }
        if (asks6) {
            Inet6Address named = EffectivePolicy.value(policy.addrV6());
            Integer length = EffectivePolicy.value(policy.prefixLength());
            String pool = EffectivePolicy.value(policy.poolV6());
            if (named != null) {
                int prefix = length == null ? 128 : length;
                session.ipv6 = pools.leaseNamed(named, prefix, identity, session.id());
            } else if (pool != null) {
                session.ipv6 = pools.leaseIpv6(pool, identity, session.id());
            }
        }
        if ((asks4 || asks6) && session.ipv4 == null && session.ipv6 == null) {
            throw new RefusedException(
                    Reason.ADDRESS_MISSING,
                    identity
                            + " asks for an inner address and its policy gives none; add"
                            + " Framed-IP-Address, a pool, group-dhcp-server, addrv6 or"
                            + " ipv6-addr-pool");
        }
    }

    static boolean asks(Action.OpenSession wish, boolean ipv6) {
        int type =
                ipv6
                        ? ConfigurationAttribute.INTERNAL_IP6_ADDRESS
                        : ConfigurationAttribute.INTERNAL_IP4_ADDRESS;
        return wish.configRequested()
                && wish.requested().stream().anyMatch(attribute -> attribute.type() == type);
    }

    /** What {@code route-set} tells the peer to send through the tunnel. */
    private List<IpPrefix> subnets(EffectivePolicy policy, VirtualAccessPlan plan)
            throws RefusedException {
        List<IpPrefix> subnets = new ArrayList<>();
        for (Sourced<RouteSet> sourced : policy.routeSets()) {
            switch (sourced.value()) {
                case RouteSet.Local _ -> {
                    // A route of ours; see routes().
                }
                case RouteSet.Remote(var prefix) ->
                        subnets.add(new IpPrefix(prefix.network(), prefix.length()));
                case RouteSet.AccessList(String name, boolean ipv6) ->
                        subnets.addAll(
                                AccessLists.subnets(AccessLists.named(config.get(), name, ipv6)));
                case RouteSet.Interface(String name) -> subnets.addAll(own(name, plan));
            }
        }
        return subnets;
    }

    private List<IpPrefix> own(@Nullable String interfaceName, VirtualAccessPlan plan) {
        if (interfaceName == null) {
            return plan.addresses().stream().map(SessionOpener::host).toList();
        }
        InterfaceConfig stanza = config.get().interfaces().get(interfaceName);
        return stanza == null
                ? List.of()
                : VirtualAccessPlan.addresses(config.get(), stanza.settings()).stream()
                        .map(SessionOpener::host)
                        .toList();
    }

    private static IpPrefix host(IpPrefix prefix) {
        return new IpPrefix(prefix.address(), prefix.ipv4() ? 32 : 128);
    }

    /**
     * Routes to what is behind the peer: its addresses, {@code route-set local}, and for a peer
     * without an address of ours the networks it negotiated.
     */
    void addRoutes(Session session, List<IpPrefix> negotiated) throws RefusedException {
        int link = Objects.requireNonNull(session.access).link().index();
        List<SessionRoute> wanted = new ArrayList<>();
        for (Lease lease : session.leases()) {
            IpPrefix prefix = new IpPrefix(lease.address(), lease.prefixLength());
            wanted.add(new SessionRoute(prefix, null, link, 0));
        }
        for (Sourced<RouteSet> sourced : Objects.requireNonNull(session.policy).routeSets()) {
            if (sourced.value() instanceof RouteSet.Local local) {
                IpPrefix prefix = new IpPrefix(local.prefix().network(), local.prefix().length());
                int metric = local.distance() == null ? 0 : local.distance();
                // The link is point to point: the next hop of IOS adds nothing to it.
                wanted.add(new SessionRoute(prefix, null, link, metric));
            }
        }
        if (session.leases().isEmpty()) {
            negotiated.forEach(prefix -> wanted.add(new SessionRoute(prefix, null, link, 0)));
        }
        PeerRoutes.Accepted accepted =
                PeerRoutes.accepted(session, Objects.requireNonNull(session.policy));
        for (IpPrefix prefix : accepted.prefixes()) {
            if (wanted.stream().noneMatch(route -> route.destination().equals(prefix))) {
                wanted.add(new SessionRoute(prefix, null, link, accepted.metric()));
            }
        }
        SessionRoutes routes = new SessionRoutes(table);
        routes.install(wanted.stream().distinct().toList());
        session.routes = routes;
    }

    /** Takes back all that is there; safe to call twice. */
    void close(Session session) {
        if (session.routes != null) {
            for (String problem : session.routes.remove()) {
                LOG.warn(
                        "{}",
                        LogLine.of("route-left")
                                .with("session", session.id())
                                .with("detail", problem));
            }
            session.routes = null;
        }
        if (session.access != null) {
            accesses.destroy(session.access);
            session.access = null;
        }
        session.leases().forEach(pools::release);
        dhcp.release(session.id());
        session.dhcp = null;
        session.ipv4 = null;
        session.ipv6 = null;
    }
}
