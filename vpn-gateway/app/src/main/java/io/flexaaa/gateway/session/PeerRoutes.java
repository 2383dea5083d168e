package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.policy.EffectivePolicy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code route-accept}: subnets the peer tells us of become routes to it. Linux keeps no tag with a
 * route, so the tag is only read; the distance is the route's metric.
 */
final class PeerRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRoutes.class);

    /** More than a branch has; a peer must not fill the routing table. */
    private static final int MOST = 64;

    private static final Pattern DISTANCE = Pattern.compile("distance[: ](\\d{1,3})");

    /** What a policy accepts. */
    record Accepted(List<IpPrefix> prefixes, int metric) {
        Accepted {
            prefixes = List.copyOf(prefixes);
        }
    }

    private PeerRoutes() {}

    /** The subnets in the peer's CFG_REQUEST (RFC 7296 §3.15.1), without what is malformed. */
    static List<IpPrefix> offered(List<ConfigurationAttribute> requested) {
        Set<IpPrefix> offered = new LinkedHashSet<>();
        for (ConfigurationAttribute attribute : requested) {
            byte[] octets = attribute.value().toArray();
            IpPrefix prefix =
                    switch (attribute.type()) {
                        case ConfigurationAttribute.INTERNAL_IP4_SUBNET -> ipv4(octets);
                        case ConfigurationAttribute.INTERNAL_IP6_SUBNET -> ipv6(octets);
                        default -> null;
                    };
            if (prefix != null && offered.size() < MOST) {
                offered.add(prefix);
            }
        }
        return List.copyOf(offered);
    }

    private static @Nullable IpPrefix ipv4(byte[] octets) {
        if (octets.length != 8) {
            return null;
        }
        int mask =
                octets[4] << 24
                        | (octets[5] & 0xff) << 16
                        | (octets[6] & 0xff) << 8
                        | octets[7] & 0xff;
        int length = Integer.bitCount(mask);
        boolean contiguous = length == 0 || mask == -1 << (32 - length);
        return contiguous ? new IpPrefix(address(Arrays.copyOf(octets, 4)), length) : null;
    }

    private static @Nullable IpPrefix ipv6(byte[] octets) {
        int length = octets.length == 17 ? octets[16] & 0xff : -1;
        return length < 0 || length > 128
                ? null
                : new IpPrefix(address(Arrays.copyOf(octets, 16)), length);
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets", e);
        }
    }

    /** What the policy takes of it: nothing unless it says {@code route-accept any}. */
    static Accepted accepted(Session session, EffectivePolicy policy) {
        String rule = EffectivePolicy.value(policy.routeAccept());
        if (rule == null || !rule.startsWith("any")) {
            return new Accepted(List.of(), 0);
        }
        List<IpPrefix> accepted = new ArrayList<>();
        for (IpPrefix prefix : session.offered) {
            if (dangerous(session, prefix)) {
                LOG.warn(
                        "{}",
                        LogLine.of("route-not-accepted")
                                .with("session", session.id())
                                .with("user", session.userName())
                                .with("route", prefix)
                                .with(
                                        "detail",
                                        "it would take the hub's own packets to this peer; use"
                                                + " route-set local if it is meant"));
            } else {
                accepted.add(prefix);
            }
        }
        Matcher distance = DISTANCE.matcher(rule);
        return new Accepted(accepted, distance.find() ? Integer.parseInt(distance.group(1)) : 0);
    }

    /** Everything, or what holds either end of the tunnel itself. */
    private static boolean dangerous(Session session, IpPrefix prefix) {
        return prefix.length() == 0
                || prefix.contains(session.facts.remote().address())
                || prefix.contains(session.facts.local().address());
    }
}
