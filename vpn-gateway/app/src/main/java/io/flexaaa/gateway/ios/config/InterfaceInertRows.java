package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.ArrayList;
import java.util.List;

/** Interface commands of a real router that are kept and shown, and do nothing here. */
final class InterfaceInertRows {
    private InterfaceInertRows() {}

    private record Inert(String words, String what) {}

    private static final List<Inert> TABLE =
            List.of(
                    new Inert("ip nhrp", "NHRP"),
                    new Inert("ipv6 nhrp", "NHRP"),
                    new Inert("nhrp", "NHRP"),
                    new Inert("ip nat", "NAT"),
                    new Inert("ip ospf", "routing protocols"),
                    new Inert("ospfv3", "routing protocols"),
                    new Inert("ip summary-address", "routing protocols"),
                    new Inert("bfd", "routing protocols"),
                    new Inert("ip pim", "multicast"),
                    new Inert("ip igmp", "multicast"),
                    new Inert("ip redirects", "ICMP details"),
                    new Inert("ip unreachables", "ICMP details"),
                    new Inert("ip mask-reply", "ICMP details"),
                    new Inert("ip proxy-arp", "ARP"),
                    new Inert("ip local-proxy-arp", "ARP"),
                    new Inert("arp", "ARP"),
                    new Inert("ip verify", "reverse-path check"),
                    new Inert("ip flow", "NetFlow"),
                    new Inert("ip policy", "policy routing"),
                    new Inert("ip virtual-reassembly", "reassembly"),
                    new Inert("ip directed-broadcast", "broadcasts"),
                    new Inert("ip helper-address", "DHCP relay"),
                    new Inert("ip dhcp", "DHCP"),
                    new Inert("ip address dhcp", "interface address from DHCP"),
                    new Inert("ip address negotiated", "FlexVPN client"),
                    new Inert("ipv6 nd", "neighbour discovery"),
                    new Inert("ipv6 ospf", "routing protocols"),
                    new Inert("ipv6 verify", "reverse-path check"),
                    new Inert("ipv6 redirects", "ICMP details"),
                    new Inert("ipv6 unreachables", "ICMP details"),
                    new Inert("mpls", "MPLS"),
                    new Inert("cts", "TrustSec"),
                    new Inert("zone-member", "zone firewall"),
                    new Inert("qos", "QoS"),
                    new Inert("delay", "routing metrics"),
                    new Inert("load-interval", "load averages"),
                    new Inert("carrier-delay", "link details"),
                    new Inert("keepalive", "link details"),
                    new Inert("negotiation", "link details"),
                    new Inert("duplex", "link details"),
                    new Inert("speed", "link details"),
                    new Inert("media-type", "link details"),
                    new Inert("encapsulation", "link details"),
                    new Inert("mac-address", "link details"),
                    new Inert("cdp", "discovery protocols"),
                    new Inert("lldp", "discovery protocols"),
                    new Inert("standby", "first-hop redundancy"),
                    new Inert("logging event", "logging"),
                    new Inert("snmp", "SNMP"),
                    new Inert("ntp", "NTP"),
                    new Inert("peer default", "point-to-point details"),
                    new Inert("ppp", "PPP"),
                    new Inert("tunnel ttl", "outer header details"),
                    new Inert("tunnel tos", "outer header details"),
                    new Inert("tunnel bandwidth", "routing metrics"),
                    new Inert("tunnel checksum", "GRE"),
                    new Inert("tunnel sequence-datagrams", "GRE"));

    static final List<Row<InterfaceDraft>> ROWS = rows();

    private static List<Row<InterfaceDraft>> rows() {
        List<Row<InterfaceDraft>> rows = new ArrayList<>();
        for (Inert inert : TABLE) {
            rows.add(
                    Row.<InterfaceDraft>row(
                                    inert.words() + " [<rest:line>]",
                                    (i, m) -> {
                                        String rest = m.get("rest");
                                        i.add(
                                                new InterfaceCommand.Inert(
                                                        inert.words(),
                                                        rest == null
                                                                ? inert.words()
                                                                : inert.words() + " " + rest));
                                        m.notInEffect(inert.what());
                                    })
                            // "no ip redirects" is as good an instruction as "ip redirects".
                            .no((i, _) ->
                                    i.add(
                                            new InterfaceCommand.No(
                                                    InterfaceCommand.Slot.INERT, inert.words()))));
        }
        rows.add(
                row(
                        "ip address <a:ip> <mask:mask> secondary",
                        (_, m) -> m.notInEffect("secondary")));
        return rows;
    }
}
