package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.ArrayList;
import java.util.List;

/** Lines of a real router's configuration that mean nothing to a gateway, so a copy loads. */
final class HousekeepingRows {
    private HousekeepingRows() {}

    private record Line(String words, String why) {}

    private static final String ROUTER = "a router's own housekeeping";
    private static final String FILES =
            "certificates come from the files that a trustpoint's `linux` lines name";
    private static final String NOT_BUILT = "accepted, not in effect: ";

    private static final List<Line> LINES =
            List.of(
                    new Line("version", ROUTER),
                    new Line("service", ROUTER),
                    new Line("platform", ROUTER),
                    new Line("boot-start-marker", ROUTER),
                    new Line("boot-end-marker", ROUTER),
                    new Line("boot", ROUTER),
                    new Line("license", ROUTER),
                    new Line("memory", ROUTER),
                    new Line("diagnostic", ROUTER),
                    new Line("enable", ROUTER),
                    new Line("clock", ROUTER),
                    new Line("login", ROUTER),
                    new Line("alias", ROUTER),
                    new Line("logging", ROUTER),
                    new Line("ntp", ROUTER),
                    new Line("snmp-server", ROUTER),
                    new Line("cdp", ROUTER),
                    new Line("lldp", ROUTER),
                    new Line("spanning-tree", ROUTER),
                    new Line("multilink", ROUTER),
                    new Line("mpls", ROUTER),
                    new Line("netconf-yang", ROUTER),
                    new Line("restconf", ROUTER),
                    new Line("software", ROUTER),
                    new Line("hw-module", ROUTER),
                    new Line("subscriber", ROUTER),
                    new Line("password", ROUTER),
                    new Line("key", ROUTER),
                    new Line("ip cef", ROUTER),
                    new Line("ip domain", ROUTER),
                    new Line("ip domain-name", ROUTER),
                    new Line("ip domain-lookup", ROUTER),
                    new Line("ip name-server", ROUTER),
                    new Line("ip host", ROUTER),
                    new Line("ip http", ROUTER),
                    new Line("ip ssh", ROUTER),
                    new Line("ip scp", ROUTER),
                    new Line("ip ftp", ROUTER),
                    new Line("ip tftp", ROUTER),
                    new Line("ip forward-protocol", ROUTER),
                    new Line("ip source-route", ROUTER),
                    new Line("ip bootp", ROUTER),
                    new Line("ip finger", ROUTER),
                    new Line("ip subnet-zero", ROUTER),
                    new Line("ip classless", ROUTER),
                    new Line("ip routing", ROUTER),
                    new Line("ip multicast-routing", ROUTER),
                    new Line("ip tcp", ROUTER),
                    new Line("ip icmp", ROUTER),
                    new Line("ip arp", ROUTER),
                    new Line("ip flow-export", ROUTER),
                    new Line("ip nat", NOT_BUILT + "NAT"),
                    new Line("ip prefix-list", NOT_BUILT + "routing protocols"),
                    new Line("ipv6 unicast-routing", ROUTER),
                    new Line("ipv6 cef", ROUTER),
                    new Line("ipv6 nd", ROUTER),
                    new Line("crypto engine", ROUTER),
                    new Line("crypto key", ROUTER),
                    new Line("crypto logging", ROUTER),
                    new Line("crypto call", ROUTER),
                    new Line("crypto isakmp", NOT_BUILT + "IKEv1"),
                    new Line("crypto vpn anyconnect", NOT_BUILT + "AnyConnect"),
                    new Line("virtual-template", ROUTER));

    private static final List<Line> SECTIONS =
            List.of(
                    new Line("line", ROUTER),
                    new Line("archive", ROUTER),
                    new Line("redundancy", ROUTER),
                    new Line("call-home", ROUTER),
                    new Line("control-plane", ROUTER),
                    new Line("event manager", ROUTER),
                    new Line("parser", ROUTER),
                    new Line("flow", ROUTER),
                    new Line("telemetry", ROUTER),
                    new Line("vrf definition", NOT_BUILT + "vrf"),
                    new Line("ip vrf", NOT_BUILT + "vrf"),
                    new Line("router", NOT_BUILT + "routing protocols"),
                    new Line("ipv6 router", NOT_BUILT + "routing protocols"),
                    new Line("route-map", NOT_BUILT + "routing protocols"),
                    new Line("key chain", NOT_BUILT + "routing protocols"),
                    new Line("ip sla", NOT_BUILT + "IP SLA"),
                    new Line("track", NOT_BUILT + "tracking"),
                    new Line("ip dhcp", NOT_BUILT + "DHCP server"),
                    new Line("class-map", NOT_BUILT + "QoS"),
                    new Line("crypto pki certificate chain", FILES),
                    new Line("crypto pki certificate storage", FILES),
                    new Line("crypto pki server", NOT_BUILT + "a certificate server"),
                    new Line("crypto pki profile", FILES),
                    new Line("crypto pki token", FILES),
                    new Line("crypto pki authenticate", FILES),
                    new Line("crypto pki enroll", FILES),
                    new Line("crypto pki import", FILES),
                    new Line("crypto map", NOT_BUILT + "crypto maps"),
                    new Line("crypto dynamic-map", NOT_BUILT + "crypto maps"),
                    new Line("aaa group server tacacs+", ROUTER),
                    new Line("tacacs", ROUTER),
                    new Line("aaa group server ldap", ROUTER));

    static final List<Row<ConfigDraft>> GLOBAL = rows();

    private static List<Row<ConfigDraft>> rows() {
        List<Row<ConfigDraft>> rows = new ArrayList<>();
        for (Line line : LINES) {
            Row.Action<ConfigDraft> note = (_, m) -> m.ignored(line.why());
            rows.add(Row.row(line.words() + " [<rest:line>]", note).no((_, _) -> {}));
        }
        for (Line line : SECTIONS) {
            Row.Action<ConfigDraft> skip =
                    (_, m) -> {
                        m.ignored(line.why());
                        m.enter(SkippedSection.MODE, new SkippedSection());
                    };
            rows.add(Row.row(line.words() + " [<rest:line>]", skip).no((_, _) -> {}));
        }
        rows.add(
                Row.<ConfigDraft>row(
                        "linux include <path:line>", (_, m) -> m.include(m.text("path"))));
        rows.add(row("configure terminal", (_, _) -> {}));
        rows.add(row("end", (_, _) -> {}));
        // The first lines that show running-config prints.
        rows.add(row("building configuration...", (_, _) -> {}));
        rows.add(row("current configuration : <rest:line>", (_, _) -> {}));
        return rows;
    }
}
