package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** {@code crypto ikev2 authorization policy} of the running configuration. */
final class AuthorizationPolicyWriter {
    private AuthorizationPolicyWriter() {}

    static void write(Writer w, AuthorizationPolicy p) {
        if (p.equals(new AuthorizationPolicyDraft("default").build())) {
            return;
        }
        w.line("crypto ikev2 authorization policy " + p.name());
        w.value(" pool", p.pool());
        w.value(" ipv6 pool", p.ipv6Pool());
        w.value(" netmask", text(p.netmask()));
        w.value(" ipv6 prefix", p.ipv6PrefixLength());
        addresses(w, " dns", p.dns());
        addresses(w, " ipv6 dns", p.ipv6Dns());
        addresses(w, " wins", p.wins());
        w.value(" def-domain", p.defaultDomain());
        p.splitDns().forEach(d -> w.line(" split-dns " + d));
        if (p.banner() != null) {
            w.line(" banner ^C" + p.banner() + "^C");
        }
        p.backupGateways().forEach(g -> w.line(" backup-gateway " + g));
        w.when(p.pfs(), " pfs");
        w.when(p.includeLocalLan(), " include-local-lan");
        w.when(p.smartcardRemovalDisconnect(), " smartcard-removal-disconnect");
        w.value(" session-lifetime", p.sessionLifetimeSeconds());
        w.value(" configuration url", p.configurationUrl());
        w.value(" configuration version", p.configurationVersion());
        w.value(" dhcp server", text(p.dhcpServer()));
        w.value(" dhcp giaddr", text(p.dhcpGiaddr()));
        w.value(" dhcp timeout", p.dhcpTimeoutSeconds());
        w.value(" ipsec flow-limit", p.ipsecFlowLimit());
        p.attributeLists().forEach(l -> w.line(" aaa attribute list " + l));
        routes(w, p);
        w.bang();
    }

    private static void routes(Writer w, AuthorizationPolicy p) {
        AuthorizationPolicy.RouteSet own = new AuthorizationPolicy.RouteSet.OfInterface(null);
        boolean ownFirst = !p.routeSets().isEmpty() && p.routeSets().getFirst().equals(own);
        if (p.name().equals("default") && !ownFirst) {
            w.line(" no route set interface");
        }
        for (AuthorizationPolicy.RouteSet route : p.routeSets()) {
            w.line(" route set " + route(route));
        }
        AuthorizationPolicy.RouteAccept accept = p.routeAccept();
        if (accept == null) {
            w.line(" no route accept any");
        } else if (accept.tag() != null || accept.distance() != null) {
            w.line(
                    " route accept any"
                            + (accept.tag() == null ? "" : " tag " + accept.tag())
                            + (accept.distance() == null ? "" : " distance " + accept.distance()));
        }
    }

    private static String route(AuthorizationPolicy.RouteSet route) {
        return switch (route) {
            case AuthorizationPolicy.RouteSet.OfInterface i ->
                    "interface" + (i.interfaceName() == null ? "" : " " + i.interfaceName());
            case AuthorizationPolicy.RouteSet.OfAccessList l ->
                    "access-list " + (l.ipv6() ? "ipv6 " : "") + l.acl();
            case AuthorizationPolicy.RouteSet.Remote r -> "remote " + prefix(r.prefix());
            case AuthorizationPolicy.RouteSet.Local l -> "local " + local(l);
        };
    }

    private static String local(AuthorizationPolicy.RouteSet.Local l) {
        InetAddress nextHop = l.nextHop();
        return prefix(l.prefix())
                + (nextHop == null ? "" : " " + Addresses.text(nextHop))
                + (l.vrf() == null ? "" : " vrf " + l.vrf())
                + (l.tag() == null ? "" : " tag " + l.tag())
                + (l.distance() == null ? "" : " distance " + l.distance());
    }

    private static String prefix(IpPrefix p) {
        return p.ipv4() ? "ipv4 " + Addresses.text(p.address()) + " " + p.mask() : "ipv6 " + p;
    }

    private static @Nullable String text(@Nullable InetAddress address) {
        return address == null ? null : Addresses.text(address);
    }

    private static void addresses(Writer w, String command, List<InetAddress> addresses) {
        if (!addresses.isEmpty()) {
            List<String> words = new ArrayList<>();
            addresses.forEach(a -> words.add(Addresses.text(a)));
            w.line(command + " " + String.join(" ", words));
        }
    }
}
