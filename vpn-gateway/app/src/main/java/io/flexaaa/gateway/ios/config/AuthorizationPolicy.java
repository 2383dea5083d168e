package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * {@code crypto ikev2 authorization policy}: what a group gets when the list says {@code local}.
 *
 * @param routeAccept null = {@code no route accept}
 */
public record AuthorizationPolicy(
        String name,
        @Nullable String pool,
        @Nullable String ipv6Pool,
        @Nullable InetAddress netmask,
        @Nullable Integer ipv6PrefixLength,
        List<InetAddress> dns,
        List<InetAddress> ipv6Dns,
        List<InetAddress> wins,
        @Nullable String defaultDomain,
        List<String> splitDns,
        @Nullable String banner,
        List<String> backupGateways,
        boolean pfs,
        boolean includeLocalLan,
        boolean smartcardRemovalDisconnect,
        @Nullable Integer sessionLifetimeSeconds,
        @Nullable String configurationUrl,
        @Nullable Integer configurationVersion,
        @Nullable InetAddress dhcpServer,
        @Nullable InetAddress dhcpGiaddr,
        @Nullable Integer dhcpTimeoutSeconds,
        @Nullable Integer ipsecFlowLimit,
        List<RouteSet> routeSets,
        @Nullable RouteAccept routeAccept,
        List<String> attributeLists) {

    public AuthorizationPolicy {
        dns = List.copyOf(dns);
        ipv6Dns = List.copyOf(ipv6Dns);
        wins = List.copyOf(wins);
        splitDns = List.copyOf(splitDns);
        backupGateways = List.copyOf(backupGateways);
        routeSets = List.copyOf(routeSets);
        attributeLists = List.copyOf(attributeLists);
    }

    public sealed interface RouteSet {
        /**
         * @param interfaceName null = the tunnel interface itself
         */
        record OfInterface(@Nullable String interfaceName) implements RouteSet {}

        record OfAccessList(String acl, boolean ipv6) implements RouteSet {}

        record Remote(IpPrefix prefix) implements RouteSet {}

        /** A static route of the hub through the session's virtual-access interface. */
        record Local(
                IpPrefix prefix,
                @Nullable InetAddress nextHop,
                @Nullable String vrf,
                @Nullable Long tag,
                @Nullable Integer distance)
                implements RouteSet {}
    }

    /** {@code route accept any [tag T] [distance D]}. */
    public record RouteAccept(@Nullable Long tag, @Nullable Integer distance) {}
}
