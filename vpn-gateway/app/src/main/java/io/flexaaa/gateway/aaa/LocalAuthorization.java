package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.AaaConfig.AttributeList;
import io.flexaaa.gateway.ios.config.AaaConfig.AttributeType;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.AuthorizationPolicy;
import io.flexaaa.gateway.ios.config.AuthorizationPolicy.RouteAccept;
import io.flexaaa.gateway.ios.config.AuthorizationPolicy.RouteSet;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code aaa authorization network LIST local}: a {@code crypto ikev2 authorization policy} written
 * as the attributes a RADIUS server would have sent, so that one merge serves both.
 */
final class LocalAuthorization {
    /** Attributes of RADIUS that an attribute list may name without being an AV pair. */
    private static final java.util.Map<String, Integer> TEXT_ATTRIBUTES =
            java.util.Map.of(
                    "framed-pool", Attr.FRAMED_POOL, "framed-ipv6-pool", Attr.FRAMED_IPV6_POOL);

    private LocalAuthorization() {}

    /** Null when there is no policy of that name. */
    static @Nullable Attributes of(GatewayConfig config, String name) {
        AuthorizationPolicy policy = config.ikev2().authorizationPolicies().get(name);
        if (policy == null) {
            return null;
        }
        Attributes.Builder out = Attributes.builder();
        addresses(policy, out);
        names(policy, out);
        routes(policy, out);
        for (String listName : policy.attributeLists()) {
            AttributeList list = config.aaa().attributeLists().get(listName);
            if (list != null) {
                list.attributes().forEach(attribute -> add(attribute, out));
            }
        }
        return out.build();
    }

    private static void addresses(AuthorizationPolicy policy, Attributes.Builder out) {
        if (policy.pool() != null) {
            out.string(Attr.FRAMED_POOL, policy.pool());
        }
        if (policy.netmask() != null) {
            out.address(Attr.FRAMED_IP_NETMASK, policy.netmask());
        }
        pair(out, "ipsec:ipv6-addr-pool", policy.ipv6Pool());
        pair(out, "ipsec:prefix-len", policy.ipv6PrefixLength());
        pair(out, "ipsec:group-dhcp-server", text(policy.dhcpServer()));
        pair(out, "ipsec:dhcp-giaddr", text(policy.dhcpGiaddr()));
        pair(out, "ipsec:dhcp-timeout", policy.dhcpTimeoutSeconds());
        pair(out, "ipsec:dns-servers", texts(policy.dns()));
        pair(out, "ipsec:ipv6-dns-servers-addr", texts(policy.ipv6Dns()));
        pair(out, "ipsec:wins-servers", texts(policy.wins()));
    }

    private static void names(AuthorizationPolicy policy, Attributes.Builder out) {
        pair(out, "ipsec:default-domain", policy.defaultDomain());
        policy.splitDns().forEach(domain -> pair(out, "ipsec:split-dns", domain));
        pair(out, "ipsec:banner", policy.banner());
        policy.backupGateways().forEach(host -> pair(out, "ipsec:backup-gateway", host));
        pair(out, "ipsec:pfs", policy.pfs() ? "1" : null);
        pair(out, "ipsec:include-local-lan", policy.includeLocalLan() ? "1" : null);
        pair(
                out,
                "ipsec:smartcard-removal-disconnect",
                policy.smartcardRemovalDisconnect() ? "1" : null);
        pair(out, "ipsec:configuration-url", policy.configurationUrl());
        pair(out, "ipsec:configuration-version", policy.configurationVersion());
        pair(out, "ipsec:ipsec-flow-limit", policy.ipsecFlowLimit());
        if (policy.sessionLifetimeSeconds() != null) {
            out.u32(Attr.SESSION_TIMEOUT, policy.sessionLifetimeSeconds());
        }
    }

    private static void routes(AuthorizationPolicy policy, Attributes.Builder out) {
        RouteAccept accept = policy.routeAccept();
        pair(out, "ipsec:route-accept", accept == null ? "none" : "any" + options(accept));
        for (RouteSet routeSet : policy.routeSets()) {
            pair(out, "ipsec:route-set", text(routeSet));
        }
    }

    private static String options(RouteAccept accept) {
        return (accept.tag() == null ? "" : " tag:" + accept.tag())
                + (accept.distance() == null ? "" : " distance:" + accept.distance());
    }

    private static String text(RouteSet routeSet) {
        return switch (routeSet) {
            case RouteSet.OfInterface(String name) ->
                    name == null ? "interface" : "interface " + name;
            case RouteSet.OfAccessList(String acl, boolean ipv6) ->
                    "access-list " + (ipv6 ? "ipv6 " : "") + acl;
            case RouteSet.Remote(IpPrefix prefix) -> "remote " + text(prefix);
            case RouteSet.Local local ->
                    "local "
                            + text(local.prefix())
                            + option(
                                    " ",
                                    local.nextHop() == null
                                            ? null
                                            : Addresses.text(local.nextHop()))
                            + option(" vrf ", local.vrf())
                            + option(" tag ", local.tag())
                            + option(" distance ", local.distance());
        };
    }

    private static String option(String before, @Nullable Object value) {
        return value == null ? "" : before + value;
    }

    private static String text(IpPrefix prefix) {
        return prefix.ipv4()
                ? "ipv4 " + Addresses.text(prefix.address()) + " " + prefix.mask()
                : "ipv6 " + prefix;
    }

    private static void add(AttributeType attribute, Attributes.Builder out) {
        String type = attribute.type().toLowerCase(Locale.ROOT);
        Integer text = TEXT_ATTRIBUTES.get(type);
        if (text != null) {
            out.string(text, attribute.value());
        } else if (type.indexOf(':') >= 0) {
            out.avPair(type + "=" + attribute.value());
        } else {
            String protocol =
                    type.matches("(interface-config|(in|out)acl.*|sub-.*)") ? "ip" : "ipsec";
            out.avPair(protocol + ":" + type + "=" + attribute.value());
        }
    }

    private static void pair(Attributes.Builder out, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            out.avPair(name + "=" + value);
        }
    }

    private static @Nullable String text(@Nullable InetAddress address) {
        return address == null ? null : Addresses.text(address);
    }

    private static String texts(List<InetAddress> addresses) {
        return addresses.stream().map(Addresses::text).collect(Collectors.joining(" "));
    }
}
