package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code crypto ikev2 authorization policy} while it is being read. */
final class AuthorizationPolicyDraft {
    final String name;
    @Nullable String pool;
    @Nullable String ipv6Pool;
    @Nullable InetAddress netmask;
    @Nullable Integer ipv6PrefixLength;
    List<InetAddress> dns = List.of();
    List<InetAddress> ipv6Dns = List.of();
    List<InetAddress> wins = List.of();
    @Nullable String defaultDomain;
    final List<String> splitDns = new ArrayList<>();
    @Nullable String banner;
    final List<String> backupGateways = new ArrayList<>();
    boolean pfs;
    boolean includeLocalLan;
    boolean smartcardRemovalDisconnect;
    @Nullable Integer sessionLifetimeSeconds;
    @Nullable String configurationUrl;
    @Nullable Integer configurationVersion;
    @Nullable InetAddress dhcpServer;
    @Nullable InetAddress dhcpGiaddr;
    @Nullable Integer dhcpTimeoutSeconds;
    @Nullable Integer ipsecFlowLimit;
    final List<AuthorizationPolicy.RouteSet> routeSets = new ArrayList<>();
    AuthorizationPolicy.@Nullable RouteAccept routeAccept =
            new AuthorizationPolicy.RouteAccept(null, null);
    final List<String> attributeLists = new ArrayList<>();

    /**
     * IOS lets a policy accept the peer's routes unless told otherwise; default also offers its
     * own.
     */
    AuthorizationPolicyDraft(String name) {
        this.name = name;
        if (name.equals("default")) {
            routeSets.add(new AuthorizationPolicy.RouteSet.OfInterface(null));
        }
    }

    AuthorizationPolicy build() {
        return new AuthorizationPolicy(
                name,
                pool,
                ipv6Pool,
                netmask,
                ipv6PrefixLength,
                dns,
                ipv6Dns,
                wins,
                defaultDomain,
                splitDns,
                banner,
                backupGateways,
                pfs,
                includeLocalLan,
                smartcardRemovalDisconnect,
                sessionLifetimeSeconds,
                configurationUrl,
                configurationVersion,
                dhcpServer,
                dhcpGiaddr,
                dhcpTimeoutSeconds,
                ipsecFlowLimit,
                routeSets,
                routeAccept,
                attributeLists);
    }
}
