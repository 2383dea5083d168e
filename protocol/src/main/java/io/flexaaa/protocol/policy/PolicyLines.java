package io.flexaaa.protocol.policy;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.avpair.IpPrefix;
import io.flexaaa.protocol.avpair.RouteSet;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A merged policy as lines of name and value, each with who gave it and whom it beat. */
public final class PolicyLines {
    /**
     * One line.
     *
     * @param name of the attribute or AV pair, as one writes it
     * @param beaten weakest first
     */
    public record Line(String name, String value, Source source, List<Beaten> beaten) {
        /** {@code ipsec:banner=hello}, as tests and people compare it. */
        public String text() {
            return name + "=" + value;
        }
    }

    /** A value that did not win. */
    public record Beaten(String value, Source source) {}

    private final List<Line> lines = new ArrayList<>();

    private PolicyLines() {}

    public static List<Line> of(EffectivePolicy p) {
        PolicyLines out = new PolicyLines();
        out.one("Framed-IP-Address", p.framedIp(), PolicyLines::address);
        out.one("Framed-IP-Netmask", p.framedNetmask(), PolicyLines::address);
        out.one("Framed-Pool", p.pool(), s -> s);
        out.one("ipsec:addrv6", p.addrV6(), PolicyLines::address);
        out.one("ipsec:prefix-len", p.prefixLength(), String::valueOf);
        out.one("ipsec:ipv6-addr-pool", p.poolV6(), s -> s);
        out.one("ipsec:dns-servers", p.dns(), PolicyLines::addresses);
        out.one("ipsec:wins-servers", p.wins(), PolicyLines::addresses);
        out.one("ipsec:ipv6-dns-servers-addr", p.dnsV6(), PolicyLines::addresses);
        out.one("ipsec:banner", p.banner(), s -> s);
        out.one("ipsec:default-domain", p.defaultDomain(), s -> s);
        out.one("ipsec:route-accept", p.routeAccept(), s -> s);
        out.one("Session-Timeout", p.sessionTimeoutSeconds(), String::valueOf);
        out.one("Idle-Timeout", p.idleTimeoutSeconds(), String::valueOf);
        out.one("Acct-Interim-Interval", p.acctInterimSeconds(), String::valueOf);
        out.one("ipsec:ipsec-flow-limit", p.flowLimit(), String::valueOf);
        out.one("ipsec:group-dhcp-server", p.dhcpServer(), PolicyLines::address);
        out.one("ipsec:dhcp-giaddr", p.dhcpGiaddr(), PolicyLines::address);
        out.one("ipsec:dhcp-timeout", p.dhcpTimeoutSeconds(), String::valueOf);
        out.one("ip:sub-qos-policy-in", p.qosIn(), s -> s);
        out.one("ip:sub-qos-policy-out", p.qosOut(), s -> s);
        p.routeSets().forEach(v -> out.add("ipsec:route-set", route(v.value()), v.source()));
        p.interfaceConfig().forEach(v -> out.add("ip:interface-config", v.value(), v.source()));
        p.splitDns().forEach(v -> out.add("ipsec:split-dns", v.value(), v.source()));
        p.backupGateways().forEach(v -> out.add("ipsec:backup-gateway", v.value(), v.source()));
        for (Sourced<AvPair> v : p.inAcl()) out.pair(v);
        for (Sourced<AvPair> v : p.outAcl()) out.pair(v);
        for (Sourced<Octets> v : p.classes()) out.add("Class", "0x" + v.value().hex(), v.source());
        for (Sourced<AvPair> v : p.other()) out.pair(v);
        return List.copyOf(out.lines);
    }

    private <T> void one(String name, @Nullable Sourced<T> value, Function<T, String> text) {
        if (value == null) return;
        List<Beaten> beaten =
                value.overridden().stream()
                        .map(o -> new Beaten(text.apply(o.value()), o.source()))
                        .toList();
        lines.add(new Line(name, text.apply(value.value()), value.source(), beaten));
    }

    private void pair(Sourced<AvPair> sourced) {
        AvPair pair = sourced.value();
        String name = pair.protocol().isEmpty() ? pair.name() : pair.protocol() + ":" + pair.name();
        add(name, pair.value(), sourced.source());
    }

    private void add(String name, String value, Source source) {
        lines.add(new Line(name, value, source, List.of()));
    }

    private static String address(InetAddress address) {
        return address.getHostAddress();
    }

    private static String addresses(List<? extends InetAddress> list) {
        return list.stream().map(PolicyLines::address).collect(Collectors.joining(" "));
    }

    /** The words of the pair, an IPv4 prefix with its mask as IOS writes it. */
    private static String route(RouteSet route) {
        return switch (route) {
            case RouteSet.Local local ->
                    "local "
                            + prefix(local.prefix())
                            + (local.nextHop() == null ? "" : " " + address(local.nextHop()))
                            + (local.vrf() == null ? "" : " vrf " + local.vrf())
                            + (local.tag() == null ? "" : " tag " + local.tag())
                            + (local.distance() == null ? "" : " distance " + local.distance());
            case RouteSet.Remote(var prefix) -> "remote " + prefix(prefix);
            case RouteSet.Interface(var name) -> name == null ? "interface" : "interface " + name;
            case RouteSet.AccessList(var name, var ipv6) ->
                    "access-list " + (ipv6 ? "ipv6 " : "") + name;
        };
    }

    private static String prefix(IpPrefix prefix) {
        if (prefix.network() instanceof Inet6Address) return "ipv6 " + prefix;
        int length = prefix.length();
        long mask = length == 0 ? 0 : 0xffffffffL << (32 - length) & 0xffffffffL;
        return "ipv4 "
                + address(prefix.network())
                + " "
                + (mask >>> 24)
                + "."
                + (mask >>> 16 & 255)
                + "."
                + (mask >>> 8 & 255)
                + "."
                + (mask & 255);
    }
}
