package io.flexaaa.protocol.avpair;

import static io.flexaaa.protocol.avpair.AvPairType.Direction.PUSHED;
import static io.flexaaa.protocol.avpair.ValueRule.flag;
import static io.flexaaa.protocol.avpair.ValueRule.ipv4Mask;
import static io.flexaaa.protocol.avpair.ValueRule.ipv6;
import static io.flexaaa.protocol.avpair.ValueRule.name;
import static io.flexaaa.protocol.avpair.ValueRule.number;
import static io.flexaaa.protocol.avpair.ValueRule.routeSet;
import static io.flexaaa.protocol.avpair.ValueRule.splitExclude;
import static io.flexaaa.protocol.avpair.ValueRule.text;
import static io.flexaaa.protocol.avpair.ValueRule.upToTwoIpv4;
import static io.flexaaa.protocol.avpair.ValueRule.upToTwoIpv6;

import java.util.List;

/** AV pairs the hub pushes to the peer in CFG_REPLY; one row each. */
final class PushedPairs {
    static final List<AvPairType> ROWS =
            List.of(
                    row(
                            "ipsec:addrv6",
                            ipv6(),
                            "2001:db8:1::17",
                            "INTERNAL_IP6_ADDRESS of the peer.",
                            "(none)"),
                    row(
                            "ipsec:prefix-len",
                            number(1, 128, ""),
                            "64",
                            "Prefix length beside addrv6.",
                            "ipv6 prefix LENGTH"),
                    row(
                            "ipsec:netmask",
                            ipv4Mask(),
                            "255.255.255.0",
                            "INTERNAL_IP4_NETMASK; Framed-IP-Netmask says the same.",
                            "netmask MASK"),
                    route(
                            "remote",
                            "remote {ipv4 NET MASK|ipv6 P/L}",
                            "remote ipv4 10.0.0.0 255.0.0.0",
                            "A protected subnet (INTERNAL_IP4_SUBNET, INTERNAL_IP6_SUBNET).",
                            "route set remote ipv4 NET MASK"),
                    route(
                            "interface",
                            "interface [NAME]",
                            "interface",
                            "The hub's own tunnel address, or that interface's, as a host route.",
                            "route set interface [NAME]"),
                    route(
                            "access-list",
                            "access-list [ipv6] NAME",
                            "access-list VPN",
                            "Every permit entry of an access list on the hub, as a subnet.",
                            "route set access-list NAME"),
                    route(
                            "prefix",
                            "prefix P/L",
                            "prefix 10.0.0.0/8",
                            "A protected subnet, newer spelling.",
                            "route set remote ipv4 NET MASK"),
                    row(
                                    "ipsec:split-exclude",
                                    splitExclude(),
                                    "ipv4 192.168.0.0/255.255.0.0",
                                    "A network the client reaches outside the tunnel (Cisco"
                                            + " clients).",
                                    "(none)")
                            .repeated(),
                    row(
                            "ipsec:dns-servers",
                            upToTwoIpv4(),
                            "10.0.0.53 10.0.1.53",
                            "DNS servers (INTERNAL_IP4_DNS).",
                            "dns A [B]"),
                    row(
                            "ipsec:wins-servers",
                            upToTwoIpv4(),
                            "10.0.0.60",
                            "WINS servers (INTERNAL_IP4_NBNS).",
                            "wins A [B]"),
                    row(
                            "ipsec:ipv6-dns-servers-addr",
                            upToTwoIpv6(),
                            "2001:db8::53",
                            "IPv6 DNS servers (INTERNAL_IP6_DNS).",
                            "ipv6 dns A [B]"),
                    row(
                            "ipsec:banner",
                            text("<text>"),
                            "Authorised use only",
                            "Text shown to the user at login (Cisco clients).",
                            "banner DELIMITER"),
                    row(
                            "ipsec:default-domain",
                            name("<domain>"),
                            "example.com",
                            "Default DNS domain (Cisco clients).",
                            "def-domain NAME"),
                    row(
                                    "ipsec:split-dns",
                                    name("<domain>"),
                                    "corp.example.com",
                                    "Domain resolved through the tunnel (Cisco clients); up to 10.",
                                    "split-dns NAME")
                            .repeated(),
                    row(
                                    "ipsec:backup-gateway",
                                    name("<host or address>"),
                                    "hub2.example.com",
                                    "Gateway to try when this one is away (Cisco clients).",
                                    "backup-gateway NAME")
                            .repeated(),
                    row(
                                    "ipsec:ipsec-backup-gateway",
                                    name("<host or address>"),
                                    "hub2.example.com",
                                    "Other spelling of backup-gateway.",
                                    "backup-gateway NAME")
                            .repeated(),
                    row(
                            "ipsec:pfs",
                            flag(),
                            "1",
                            "Perfect forward secrecy wanted of the client (Cisco clients).",
                            "pfs"),
                    row(
                            "ipsec:include-local-lan",
                            flag(),
                            "1",
                            "Whether the client may still reach its own LAN (Cisco clients).",
                            "include-local-lan"),
                    row(
                            "ipsec:smartcard-removal-disconnect",
                            flag(),
                            "1",
                            "Disconnect when the smart card is pulled (Cisco clients).",
                            "smartcard-removal-disconnect"),
                    row(
                            "ipsec:configuration-url",
                            text("<url>"),
                            "https://conf.example.com/spoke.cfg",
                            "Where a FlexVPN client fetches its configuration.",
                            "configuration url URL"),
                    row(
                            "ipsec:configuration-version",
                            number(1, 32_767, ""),
                            "7",
                            "Version of that configuration.",
                            "configuration version N"));

    private PushedPairs() {}

    private static AvPairType row(
            String pair, ValueRule rule, String value, String doc, String ios) {
        return AvPairType.row(PUSHED, pair, rule, value, doc, ios);
    }

    private static AvPairType route(
            String form, String grammar, String value, String doc, String ios) {
        return row("ipsec:route-set", routeSet(grammar), value, doc, ios).form(form).repeated();
    }
}
