package io.flexaaa.protocol.avpair;

import static io.flexaaa.protocol.avpair.AvPairType.Direction.LOCAL;
import static io.flexaaa.protocol.avpair.ValueRule.interfaceLine;
import static io.flexaaa.protocol.avpair.ValueRule.ipv4;
import static io.flexaaa.protocol.avpair.ValueRule.name;
import static io.flexaaa.protocol.avpair.ValueRule.number;
import static io.flexaaa.protocol.avpair.ValueRule.routeAccept;
import static io.flexaaa.protocol.avpair.ValueRule.routeSet;
import static io.flexaaa.protocol.avpair.ValueRule.text;

import io.flexaaa.protocol.wire.DecodeException;

import java.util.List;

/** AV pairs the hub itself acts on; one row each. */
final class LocalPairs {
    private static final String ROUTE =
            "local {ipv4 NET MASK|ipv6 P/L} [next-hop] [vrf V] [tag T] [distance D]";

    static final List<AvPairType> ROWS =
            List.of(
                    row(
                            "ipsec:ikev2-password-local",
                            text("<key>"),
                            "h4bKey",
                            "Key the hub signs with (asymmetric PSK).",
                            "pre-shared-key local KEY"),
                    row(
                            "ipsec:ikev2-password-remote",
                            text("<key>"),
                            "p33rKey",
                            "Key the hub verifies the peer with (asymmetric PSK).",
                            "pre-shared-key remote KEY"),
                    row(
                            "ipsec:ikev2-ppk-id",
                            text("<identity>"),
                            "br17-ppk",
                            "PPK_ID of the peer's post-quantum pre-shared key (RFC 8784), for"
                                    + " FlexAAA gateways with `linux ppk aaa`.",
                            "ppk manual id ID key KEY"),
                    row(
                            "ipsec:ikev2-ppk",
                            text("<key>"),
                            "Some-32-Octets-Of-Real-Entropy-01",
                            "The post-quantum pre-shared key of that PPK_ID.",
                            "ppk manual id ID key KEY"),
                    row(
                            "ipsec:addr-pool",
                            name("<pool>"),
                            "FLEX-POOL",
                            "IPv4 pool of the hub the peer's address comes from; Framed-Pool says"
                                    + " the same.",
                            "pool NAME"),
                    row(
                            "ipsec:ipv6-addr-pool",
                            name("<pool>"),
                            "FLEX-POOL6",
                            "IPv6 pool of the hub the peer's address comes from.",
                            "ipv6 pool NAME"),
                    row(
                            "ipsec:group-dhcp-server",
                            ipv4(),
                            "10.1.1.1",
                            "DHCP server that gives the peer's address.",
                            "dhcp server A.B.C.D"),
                    row(
                            "ipsec:dhcp-giaddr",
                            ipv4(),
                            "10.1.1.254",
                            "Gateway address sent to the DHCP server.",
                            "dhcp giaddr A.B.C.D"),
                    row(
                            "ipsec:dhcp-timeout",
                            number(4, 30, "seconds"),
                            "10",
                            "How long to wait for the DHCP server.",
                            "dhcp timeout SECONDS"),
                    row(
                                    "ipsec:route-set",
                                    routeSet(ROUTE),
                                    "local ipv4 192.168.17.0 255.255.255.0",
                                    "A route on the hub over the session's interface.",
                                    "route set local ipv4 NET MASK")
                            .form("local")
                            .repeated(),
                    row(
                            "ipsec:route-accept",
                            routeAccept(),
                            "any",
                            "Whether subnets the peer announces become routes.",
                            "route accept any"),
                    row(
                                    "ip:interface-config",
                                    interfaceLine(),
                                    "ip mtu 1400",
                                    "One line for the session's virtual-access interface; order is"
                                            + " kept, so vrf forwarding comes before ip address.",
                                    "(interface) ip mtu 1400")
                            .repeated(),
                    row(
                            "ipsec:ipsec-flow-limit",
                            number(0, 50_000, ""),
                            "10",
                            "Most IPsec SAs of one session.",
                            "ipsec flow-limit N"),
                    row(
                                    "ip:inacl#10",
                                    entries(),
                                    "permit tcp any host 10.0.0.1 eq 443",
                                    "Filter for packets from the peer.",
                                    "(interface) ip access-group NAME in")
                            .repeated(),
                    row(
                                    "ip:outacl#10",
                                    entries(),
                                    "deny icmp any any",
                                    "Filter for packets to the peer.",
                                    "(interface) ip access-group NAME out")
                            .repeated(),
                    row(
                                    "ipv6:inacl#10",
                                    entries(),
                                    "permit ipv6 any any",
                                    "IPv6 filter for packets from the peer.",
                                    "(interface) ipv6 traffic-filter NAME in")
                            .repeated(),
                    row(
                                    "ipv6:outacl#10",
                                    entries(),
                                    "deny icmp any any",
                                    "IPv6 filter for packets to the peer.",
                                    "(interface) ipv6 traffic-filter NAME out")
                            .repeated(),
                    row(
                            "ip:sub-qos-policy-in",
                            name("<policy-map>"),
                            "GOLD",
                            "Policy-map for packets from the peer.",
                            "(interface) service-policy input NAME"),
                    row(
                            "ip:sub-qos-policy-out",
                            name("<policy-map>"),
                            "GOLD",
                            "Policy-map for packets to the peer.",
                            "(interface) service-policy output NAME"),
                    row(
                            "ip:sub-policy-In",
                            name("<policy-map>"),
                            "GOLD",
                            "Older spelling of sub-qos-policy-in.",
                            "(interface) service-policy input NAME"),
                    row(
                            "ip:sub-policy-Out",
                            name("<policy-map>"),
                            "GOLD",
                            "Older spelling of sub-qos-policy-out.",
                            "(interface) service-policy output NAME"),
                    row(
                            "ip:vrf-id",
                            name("<vrf>"),
                            "RED",
                            "VRF of the session's interface.",
                            "(interface) vrf forwarding NAME"),
                    row(
                            "ip:ip-vrf",
                            name("<vrf>"),
                            "RED",
                            "Older spelling of vrf-id.",
                            "(interface) ip vrf forwarding NAME"),
                    row(
                            "ip:ip-unnumbered",
                            name("<interface>"),
                            "Loopback1",
                            "Interface whose address the session's interface borrows.",
                            "(interface) ip unnumbered IF"),
                    row(
                            "ipsec:session-lifetime",
                            number(120, 25_920_000, "seconds"),
                            "86400",
                            "Longest life of a session; Session-Timeout says the same.",
                            "session-lifetime SECONDS"),
                    row(
                            "cts:security-group-tag",
                            new ValueRule("<4 hex digits>[-<version>]", LocalPairs::groupTag),
                            "0007-00",
                            "TrustSec group of the peer (with crypto ikev2 cts sgt).",
                            "cts manual / policy static sgt N"));

    private LocalPairs() {}

    private static AvPairType row(
            String pair, ValueRule rule, String value, String doc, String ios) {
        return AvPairType.row(LOCAL, pair, rule, value, doc, ios);
    }

    private static ValueRule entries() {
        return text("<access-list name> or, as NAME#N, one entry: {permit|deny} PROTOCOL ...");
    }

    private static void groupTag(String value) throws DecodeException {
        if (!value.matches("[0-9a-fA-F]{1,4}(-[0-9a-fA-F]{1,4})?")) {
            throw new DecodeException("security-group-tag", "'" + value + "' is not hex");
        }
    }
}
