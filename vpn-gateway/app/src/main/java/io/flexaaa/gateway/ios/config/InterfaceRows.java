package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.row;

import io.flexaaa.gateway.ios.config.InterfaceCommand.Direction;
import io.flexaaa.gateway.ios.config.InterfaceCommand.No;
import io.flexaaa.gateway.ios.config.InterfaceCommand.Slot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The lines of an {@code interface}, shared by the file, {@code interface-config} and CoA. */
final class InterfaceRows {
    private InterfaceRows() {}

    private static final List<Row<InterfaceDraft>> ADDRESSES =
            List.of(
                    set(
                            "ip address <a:ip> <mask:mask>",
                            Slot.IP_ADDRESS,
                            m -> new InterfaceCommand.IpAddress(m.prefix("a", "mask"))),
                    row(
                            "ip unnumbered <if:if>",
                            InterfaceRows::unnumbered,
                            (i, _) -> i.add(new No(Slot.IP_UNNUMBERED, ""))),
                    row(
                            "ipv6 address <p:prefix6> [eui-64]",
                            InterfaceRows::ipv6Address,
                            InterfaceRows::noIpv6Address),
                    row(
                            "ipv6 unnumbered <if:if>",
                            InterfaceRows::ipv6Unnumbered,
                            (i, _) -> i.add(new No(Slot.IPV6_UNNUMBERED, ""))),
                    set("ipv6 enable", Slot.IPV6_ENABLE, _ -> new InterfaceCommand.Ipv6Enable()),
                    set(
                            "linux interface <name:name>",
                            Slot.LINUX,
                            m -> new InterfaceCommand.LinuxInterface(m.text("name"))),
                    inertly("vrf forwarding <vrf:name>", "vrf", InterfaceRows::vrf),
                    inertly("ip vrf forwarding <vrf:name>", "vrf", InterfaceRows::vrf));

    private static final List<Row<InterfaceDraft>> PACKETS =
            List.of(
                    set(
                            "description <t:line>",
                            Slot.DESCRIPTION,
                            m -> new InterfaceCommand.Description(m.text("t"))),
                    set(
                            "bandwidth <kbps:1-10000000>",
                            Slot.BANDWIDTH,
                            m -> new InterfaceCommand.Bandwidth(Long.parseLong(m.text("kbps")))),
                    set("mtu <n:64-9216>", Slot.MTU, m -> new InterfaceCommand.Mtu(m.number("n"))),
                    set(
                            "ip mtu <n:68-9976>",
                            Slot.IP_MTU,
                            m -> new InterfaceCommand.IpMtu(m.number("n"))),
                    set(
                            "ipv6 mtu <n:1280-9976>",
                            Slot.IPV6_MTU,
                            m -> new InterfaceCommand.Ipv6Mtu(m.number("n"))),
                    set(
                            "ip tcp adjust-mss <n:500-1460>",
                            Slot.IP_TCP_ADJUST_MSS,
                            m -> new InterfaceCommand.IpTcpAdjustMss(m.number("n"))),
                    set(
                            "ipv6 tcp adjust-mss <n:40-1440>",
                            Slot.IPV6_TCP_ADJUST_MSS,
                            m -> new InterfaceCommand.Ipv6TcpAdjustMss(m.number("n"))),
                    row(
                            "ip access-group <acl:name> {in@way|out@way}",
                            InterfaceRows::accessGroup,
                            (i, m) -> i.add(new No(Slot.IP_ACCESS_GROUP, way(m)))),
                    row(
                            "ipv6 traffic-filter <acl:name> {in@way|out@way}",
                            InterfaceRows::trafficFilter,
                            (i, m) -> i.add(new No(Slot.IPV6_TRAFFIC_FILTER, way(m)))),
                    row(
                            "service-policy {input@way|output@way} <pm:name>",
                            InterfaceRows::servicePolicy,
                            (i, m) -> i.add(new No(Slot.SERVICE_POLICY, way(m)))),
                    set("shutdown", Slot.SHUTDOWN, _ -> new InterfaceCommand.Shutdown()));

    private static final List<Row<InterfaceDraft>> TUNNEL =
            List.of(
                    row(
                            "tunnel source {dynamic|<a:ip>|<a:ip6>|<if:if>}",
                            InterfaceRows::tunnelSource,
                            (i, _) -> i.add(new No(Slot.TUNNEL_SOURCE, ""))),
                    row(
                            "tunnel mode {ipsec {ipv4@mode|ipv6@mode|dual-overlay@mode}"
                                    + "|gre {ip@mode|ipv6@mode}}",
                            InterfaceRows::tunnelMode,
                            (i, _) -> i.add(new No(Slot.TUNNEL_MODE, ""))),
                    set(
                            "tunnel destination {dynamic@d|<d:ip>|<d:ip6>|<d:name>}",
                            Slot.TUNNEL_DESTINATION,
                            m -> new InterfaceCommand.TunnelDestination(m.text("d"))),
                    set(
                            "tunnel key <key:0-4294967295>",
                            Slot.TUNNEL_KEY,
                            m -> new InterfaceCommand.TunnelKey(Long.parseLong(m.text("key")))),
                    inertly(
                            "tunnel vrf <vrf:name>",
                            "vrf",
                            m -> new InterfaceCommand.TunnelVrf(m.text("vrf"))),
                    set(
                            "tunnel path-mtu-discovery",
                            Slot.TUNNEL_PATH_MTU,
                            _ -> new InterfaceCommand.TunnelPathMtuDiscovery()),
                    row(
                            "tunnel protection ipsec profile <p:name>",
                            InterfaceRows::protection,
                            (i, _) -> i.add(new No(Slot.TUNNEL_PROTECTION, ""))),
                    set(
                            "crypto ipsec df-bit {clear@df|set@df|copy@df}",
                            Slot.DF_BIT,
                            m ->
                                    new InterfaceCommand.CryptoDfBit(
                                            m.word("df", InterfaceCommand.DfBit.class))));

    static final Mode<InterfaceDraft> MODE =
            Mode.of("interface", ADDRESSES, PACKETS, TUNNEL, InterfaceInertRows.ROWS);

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "interface <if:if> [type {tunnel|serial|ethernet}]",
                            InterfaceRows::enter,
                            (d, m) -> d.interfaces.remove(m.interfaceName("if"))));

    private static Row<InterfaceDraft> set(
            String pattern, Slot slot, Function<Match, InterfaceCommand> make) {
        return Row.<InterfaceDraft>row(pattern, (i, m) -> i.add(make.apply(m)))
                .no((i, _) -> i.add(new No(slot, "")));
    }

    /** Kept and typed, so that it shows, but nothing acts on it yet. */
    private static Row<InterfaceDraft> inertly(
            String pattern, String what, Function<Match, InterfaceCommand> make) {
        return Row.<InterfaceDraft>row(
                        pattern,
                        (i, m) -> {
                            i.add(make.apply(m));
                            m.notInEffect(what);
                        })
                .no((i, m) -> i.add(new No(slotOf(pattern), "")));
    }

    private static Slot slotOf(String pattern) {
        return pattern.startsWith("tunnel key")
                ? Slot.TUNNEL_KEY
                : pattern.startsWith("tunnel vrf") ? Slot.TUNNEL_VRF : Slot.VRF;
    }

    private static void enter(ConfigDraft d, Match m) {
        String name = m.interfaceName("if");
        InterfaceDraft draft = d.interfaces.computeIfAbsent(name, InterfaceDraft::new);
        if (name.startsWith("Virtual-Access")) {
            m.complain(
                    "if",
                    name + " is made by the gateway, one for each session",
                    "configure its template: interface Virtual-Template1 type tunnel");
            d.interfaces.remove(name);
        }
        m.enter(MODE, draft);
    }

    private static InterfaceCommand vrf(Match m) {
        return new InterfaceCommand.VrfForwarding(m.text("vrf"));
    }

    private static void unnumbered(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.IpUnnumbered(m.interfaceName("if")));
        m.refersToInterface("if");
    }

    private static void ipv6Unnumbered(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.Ipv6Unnumbered(m.interfaceName("if")));
        m.refersToInterface("if");
    }

    private static void ipv6Address(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.Ipv6Address(m.prefix("p")));
    }

    private static void noIpv6Address(InterfaceDraft i, Match m) {
        i.add(new No(Slot.IPV6_ADDRESS, m.given("p") ? m.prefix("p").toString() : ""));
    }

    private static Direction direction(Match m) {
        return m.text("way").startsWith("in") ? Direction.IN : Direction.OUT;
    }

    private static String way(Match m) {
        String way = m.get("way");
        return way == null ? "" : way;
    }

    private static void accessGroup(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.IpAccessGroup(m.text("acl"), direction(m)));
        m.refers(RefKind.ACCESS_LIST, "acl");
    }

    private static void trafficFilter(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.Ipv6TrafficFilter(m.text("acl"), direction(m)));
        m.refers(RefKind.IPV6_ACCESS_LIST, "acl");
    }

    private static void servicePolicy(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.ServicePolicy(m.text("pm"), direction(m)));
        m.refers(RefKind.POLICY_MAP, "pm");
        m.notInEffect("QoS");
    }

    private static void tunnelSource(InterfaceDraft i, Match m) {
        InterfaceCommand.Source source;
        if (m.given("if")) {
            source = new InterfaceCommand.Source.OfInterface(m.interfaceName("if"));
            m.refersToInterface("if");
        } else {
            source =
                    m.given("a")
                            ? new InterfaceCommand.Source.OfAddress(m.address("a"))
                            : new InterfaceCommand.Source.Dynamic();
        }
        i.add(new InterfaceCommand.TunnelSource(source));
    }

    private static void tunnelMode(InterfaceDraft i, Match m) {
        String words = (m.has("gre") ? "gre " : "ipsec ") + m.text("mode");
        List<InterfaceCommand.Mode> modes = new ArrayList<>();
        for (InterfaceCommand.Mode mode : InterfaceCommand.Mode.values()) {
            if (mode.ios().equals(words)) {
                modes.add(mode);
            }
        }
        i.add(new InterfaceCommand.TunnelMode(modes.getFirst()));
    }

    private static void protection(InterfaceDraft i, Match m) {
        i.add(new InterfaceCommand.TunnelProtection(m.text("p")));
        m.refers(RefKind.IPSEC_PROFILE, "p");
    }
}
