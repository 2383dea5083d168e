package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import io.flexaaa.gateway.ios.config.AuthorizationPolicy.RouteAccept;
import io.flexaaa.gateway.ios.config.AuthorizationPolicy.RouteSet;

import java.util.List;

/** The lines of {@code crypto ikev2 authorization policy}. */
final class AuthorizationPolicyRows {
    private AuthorizationPolicyRows() {}

    private static final List<Row<AuthorizationPolicyDraft>> ADDRESSES =
            List.of(
                    row("pool <pool:name>", AuthorizationPolicyRows::pool, (p, _) -> p.pool = null),
                    row(
                            "ipv6 pool <pool:name>",
                            AuthorizationPolicyRows::ipv6Pool,
                            (p, _) -> p.ipv6Pool = null),
                    row(
                            "netmask <mask:mask>",
                            (p, m) -> p.netmask = m.address("mask"),
                            (p, _) -> p.netmask = null),
                    row(
                            "ipv6 prefix <n:1-128>",
                            (p, m) -> p.ipv6PrefixLength = m.number("n"),
                            (p, _) -> p.ipv6PrefixLength = null),
                    row(
                            "dns <a:ip> [<a:ip>]",
                            (p, m) -> p.dns = m.addresses("a"),
                            (p, _) -> p.dns = List.of()),
                    row(
                            "ipv6 dns <a:ip6> [<a:ip6>]",
                            (p, m) -> p.ipv6Dns = m.addresses("a"),
                            (p, _) -> p.ipv6Dns = List.of()),
                    row(
                            "wins <a:ip> [<a:ip>]",
                            (p, m) -> p.wins = m.addresses("a"),
                            (p, _) -> p.wins = List.of()),
                    row(
                            "def-domain <d:name>",
                            (p, m) -> p.defaultDomain = m.text("d"),
                            (p, _) -> p.defaultDomain = null),
                    row(
                            "split-dns <d:name>",
                            (p, m) -> p.splitDns.add(m.text("d")),
                            (p, m) -> p.splitDns.remove(m.text("d"))));

    private static final List<Row<AuthorizationPolicyDraft>> CLIENT =
            List.of(
                    row(
                            "banner <t:line>",
                            (p, m) -> p.banner = m.text("t"),
                            (p, _) -> p.banner = null),
                    row(
                            "backup-gateway <g:name>",
                            (p, m) -> p.backupGateways.add(m.text("g")),
                            (p, m) -> p.backupGateways.remove(m.text("g"))),
                    row("pfs", (p, _) -> p.pfs = true, (p, _) -> p.pfs = false),
                    row(
                            "include-local-lan",
                            (p, _) -> p.includeLocalLan = true,
                            (p, _) -> p.includeLocalLan = false),
                    row(
                            "smartcard-removal-disconnect",
                            (p, _) -> p.smartcardRemovalDisconnect = true,
                            (p, _) -> p.smartcardRemovalDisconnect = false),
                    row(
                            "session-lifetime <s:120-25920000>",
                            (p, m) -> p.sessionLifetimeSeconds = m.number("s"),
                            (p, _) -> p.sessionLifetimeSeconds = null),
                    row(
                            "configuration url <u:name>",
                            (p, m) -> p.configurationUrl = m.text("u"),
                            (p, _) -> p.configurationUrl = null),
                    row(
                            "configuration version <n:1-32767>",
                            (p, m) -> p.configurationVersion = m.number("n"),
                            (p, _) -> p.configurationVersion = null),
                    row(
                            "dhcp server <a:ip>",
                            AuthorizationPolicyRows::dhcpServer,
                            (p, _) -> p.dhcpServer = null),
                    row(
                            "dhcp giaddr <a:ip>",
                            AuthorizationPolicyRows::dhcpGiaddr,
                            (p, _) -> p.dhcpGiaddr = null),
                    row(
                            "dhcp timeout <s:4-30>",
                            AuthorizationPolicyRows::dhcpTimeout,
                            (p, _) -> p.dhcpTimeoutSeconds = null),
                    row(
                            "ipsec flow-limit <n:0-50000>",
                            (p, m) -> p.ipsecFlowLimit = m.number("n"),
                            (p, _) -> p.ipsecFlowLimit = null),
                    row(
                            "aaa attribute list <l:name>",
                            AuthorizationPolicyRows::attributeList,
                            (p, m) -> p.attributeLists.remove(m.text("l"))));

    private static final List<Row<AuthorizationPolicyDraft>> ROUTES =
            List.of(
                    row(
                            "route set interface [<if:if>]",
                            AuthorizationPolicyRows::routeInterface,
                            AuthorizationPolicyRows::noRouteInterface,
                            AuthorizationPolicyRows::defaultRouteInterface),
                    row(
                            "route set access-list {ipv6 <acl6:name>|<acl:name>}",
                            AuthorizationPolicyRows::routeAccessList,
                            (p, _) ->
                                    p.routeSets.removeIf(r -> r instanceof RouteSet.OfAccessList)),
                    row(
                            "route set remote {ipv4 {<a:ip> <mask:mask>|<p:prefix>}"
                                    + "|ipv6 <p:prefix6>}",
                            (p, m) -> p.routeSets.add(new RouteSet.Remote(Ikev2Rows.prefix(m))),
                            (p, _) -> p.routeSets.removeIf(r -> r instanceof RouteSet.Remote)),
                    row(
                            "route set local {ipv4 {<a:ip> <mask:mask>|<p:prefix>}"
                                    + " [<nh:ip>]|ipv6 <p:prefix6> [<nh:ip6>]}"
                                    + " [vrf <vrf:name>] [tag <tag:1-4294967295>]"
                                    + " [distance <d:1-255>]",
                            AuthorizationPolicyRows::routeLocal,
                            (p, _) -> p.routeSets.removeIf(r -> r instanceof RouteSet.Local)),
                    row(
                            "route accept [any [tag <tag:1-4294967295>] [distance <d:1-255>]]",
                            (p, m) ->
                                    p.routeAccept =
                                            new RouteAccept(
                                                    m.longOrNull("tag"), m.numberOrNull("d")),
                            (p, _) -> p.routeAccept = null,
                            (p, _) -> p.routeAccept = new RouteAccept(null, null)),
                    inert("route accept route-map <r:name>", "route maps"),
                    inert("route redistribute <rest:line>", "redistribution"));

    static final Mode<AuthorizationPolicyDraft> MODE =
            Mode.of("crypto ikev2 authorization policy", ADDRESSES, CLIENT, ROUTES);

    private static void pool(AuthorizationPolicyDraft p, Match m) {
        p.pool = m.text("pool");
        m.refers(RefKind.IPV4_POOL, "pool");
    }

    private static void ipv6Pool(AuthorizationPolicyDraft p, Match m) {
        p.ipv6Pool = m.text("pool");
        m.refers(RefKind.IPV6_POOL, "pool");
    }

    private static void dhcpServer(AuthorizationPolicyDraft p, Match m) {
        p.dhcpServer = m.address("a");
    }

    private static void dhcpGiaddr(AuthorizationPolicyDraft p, Match m) {
        p.dhcpGiaddr = m.address("a");
    }

    private static void dhcpTimeout(AuthorizationPolicyDraft p, Match m) {
        p.dhcpTimeoutSeconds = m.number("s");
    }

    private static void attributeList(AuthorizationPolicyDraft p, Match m) {
        p.attributeLists.remove(m.text("l"));
        p.attributeLists.add(m.text("l"));
        m.refers(RefKind.ATTRIBUTE_LIST, "l");
    }

    private static void routeInterface(AuthorizationPolicyDraft p, Match m) {
        String name = m.given("if") ? m.interfaceName("if") : null;
        RouteSet route = new RouteSet.OfInterface(name);
        p.routeSets.remove(route);
        p.routeSets.add(route);
        if (name != null) {
            m.refersToInterface("if");
        }
    }

    private static void noRouteInterface(AuthorizationPolicyDraft p, Match m) {
        if (m.given("if")) {
            p.routeSets.remove(new RouteSet.OfInterface(m.interfaceName("if")));
        } else {
            p.routeSets.removeIf(r -> r instanceof RouteSet.OfInterface);
        }
    }

    /** Only the policy called default offers its own interface unasked. */
    private static void defaultRouteInterface(AuthorizationPolicyDraft p, Match m) {
        noRouteInterface(p, m);
        RouteSet own = new RouteSet.OfInterface(null);
        if (p.name.equals("default") && !m.given("if")) {
            p.routeSets.addFirst(own);
        }
    }

    private static void routeAccessList(AuthorizationPolicyDraft p, Match m) {
        boolean ipv6 = m.given("acl6");
        p.routeSets.add(new RouteSet.OfAccessList(ipv6 ? m.text("acl6") : m.text("acl"), ipv6));
        m.refers(RefKind.IPV6_ACCESS_LIST, "acl6");
        m.refers(RefKind.ACCESS_LIST, "acl");
    }

    private static void routeLocal(AuthorizationPolicyDraft p, Match m) {
        p.routeSets.add(
                new RouteSet.Local(
                        Ikev2Rows.prefix(m),
                        m.addressOrNull("nh"),
                        m.get("vrf"),
                        m.longOrNull("tag"),
                        m.numberOrNull("d")));
    }
}
