package io.flexaaa.protocol.avpair;

import static io.flexaaa.protocol.avpair.AvPairType.Direction.LOCAL;
import static io.flexaaa.protocol.avpair.AvPairType.Direction.PUSHED;

import io.flexaaa.protocol.avpair.AvPairType.Value;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every AV pair a FlexVPN hub knows. Adding one is adding a row here. */
public final class AvPairCatalogue {
    /** Something wrong with a pair, in words, and what to do about it. */
    public record Problem(int index, String value, String message, String cure, boolean warning) {}

    private static final List<AvPairType> ROWS =
            List.of(
                    local(
                            "ipsec",
                            "ikev2-password-local",
                            false,
                            "<key>",
                            Value.SECRET,
                            "Key the hub signs with (asymmetric PSK).",
                            "ipsec:ikev2-password-local=h4bKey",
                            "pre-shared-key local KEY"),
                    local(
                            "ipsec",
                            "ikev2-password-remote",
                            false,
                            "<key>",
                            Value.SECRET,
                            "Key the hub verifies the peer with (asymmetric PSK).",
                            "ipsec:ikev2-password-remote=p33rKey",
                            "pre-shared-key remote KEY"),
                    local(
                            "ipsec",
                            "addr-pool",
                            false,
                            "<pool>",
                            Value.NAME,
                            "IPv4 pool the peer's address comes from; Framed-Pool says the same.",
                            "ipsec:addr-pool=FLEX-POOL",
                            "pool NAME"),
                    local(
                            "ipsec",
                            "ipv6-addr-pool",
                            false,
                            "<pool>",
                            Value.NAME,
                            "IPv6 pool the peer's address comes from.",
                            "ipsec:ipv6-addr-pool=FLEX-POOL6",
                            "ipv6 pool NAME"),
                    local(
                            "ipsec",
                            "group-dhcp-server",
                            false,
                            "A.B.C.D",
                            Value.IPV4,
                            "DHCP server that gives the peer's address.",
                            "ipsec:group-dhcp-server=10.1.1.1",
                            "dhcp server A.B.C.D"),
                    local(
                            "ipsec",
                            "dhcp-giaddr",
                            false,
                            "A.B.C.D",
                            Value.IPV4,
                            "Gateway address sent to the DHCP server.",
                            "ipsec:dhcp-giaddr=10.1.1.254",
                            "dhcp giaddr A.B.C.D"),
                    local(
                            "ipsec",
                            "dhcp-timeout",
                            false,
                            "4..30 seconds",
                            Value.DHCP_TIMEOUT,
                            "How long to wait for the DHCP server.",
                            "ipsec:dhcp-timeout=10",
                            "dhcp timeout SECONDS"),
                    local(
                            "ipsec",
                            "route-set",
                            true,
                            "local {ipv4 NET MASK|ipv6 P/L} [next-hop] [vrf V] [tag T] [distance D]"
                                    + " | remote {ipv4 NET MASK|ipv6 P/L} | interface [NAME]"
                                    + " | access-list [ipv6] NAME | prefix P/L",
                            Value.ROUTE_SET,
                            "local: a route over the session's interface; the others: a protected"
                                    + " subnet pushed to the peer.",
                            "ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0",
                            "route set remote ipv4 NET MASK"),
                    local(
                            "ipsec",
                            "route-accept",
                            false,
                            "any [tag:T] [distance:D] | none",
                            Value.ROUTE_ACCEPT,
                            "Whether subnets the peer announces become routes.",
                            "ipsec:route-accept=any",
                            "route accept any"),
                    local(
                            "ip",
                            "interface-config",
                            true,
                            "<one interface command>",
                            Value.INTERFACE_COMMAND,
                            "One line for the session's virtual-access interface; order is kept.",
                            "ip:interface-config=ip mtu 1400",
                            "(interface) ip mtu 1400"),
                    local(
                            "ipsec",
                            "ipsec-flow-limit",
                            false,
                            "0..50000",
                            Value.FLOW_LIMIT,
                            "Most IPsec SAs of one session.",
                            "ipsec:ipsec-flow-limit=10",
                            "ipsec flow-limit N"),
                    local(
                            "ip",
                            "inacl",
                            true,
                            "<access-list name> or, as inacl#n, one entry",
                            Value.ACE,
                            "Filter for packets from the peer.",
                            "ip:inacl#10=permit tcp any host 10.0.0.1 eq 443",
                            "(interface) ip access-group NAME in"),
                    local(
                            "ip",
                            "outacl",
                            true,
                            "<access-list name> or, as outacl#n, one entry",
                            Value.ACE,
                            "Filter for packets to the peer.",
                            "ip:outacl#10=deny icmp any any",
                            "(interface) ip access-group NAME out"),
                    local(
                            "ipv6",
                            "inacl",
                            true,
                            "as ip:inacl",
                            Value.ACE,
                            "IPv6 filter for packets from the peer.",
                            "ipv6:inacl#10=permit ipv6 any any",
                            "(interface) ipv6 traffic-filter NAME in"),
                    local(
                            "ipv6",
                            "outacl",
                            true,
                            "as ip:outacl",
                            Value.ACE,
                            "IPv6 filter for packets to the peer.",
                            "ipv6:outacl#10=deny icmp any any",
                            "(interface) ipv6 traffic-filter NAME out"),
                    local(
                            "ip",
                            "sub-qos-policy-in",
                            false,
                            "<policy-map>",
                            Value.NAME,
                            "Policy-map for packets from the peer.",
                            "ip:sub-qos-policy-in=GOLD",
                            "(interface) service-policy input NAME"),
                    local(
                            "ip",
                            "sub-qos-policy-out",
                            false,
                            "<policy-map>",
                            Value.NAME,
                            "Policy-map for packets to the peer.",
                            "ip:sub-qos-policy-out=GOLD",
                            "(interface) service-policy output NAME"),
                    local(
                            "ip",
                            "sub-policy-In",
                            false,
                            "<policy-map>",
                            Value.NAME,
                            "Older spelling of sub-qos-policy-in.",
                            "ip:sub-policy-In=GOLD",
                            "(interface) service-policy input NAME"),
                    local(
                            "ip",
                            "sub-policy-Out",
                            false,
                            "<policy-map>",
                            Value.NAME,
                            "Older spelling of sub-qos-policy-out.",
                            "ip:sub-policy-Out=GOLD",
                            "(interface) service-policy output NAME"),
                    local(
                            "ip",
                            "vrf-id",
                            false,
                            "<vrf>",
                            Value.NAME,
                            "VRF of the session's interface.",
                            "ip:vrf-id=RED",
                            "(interface) vrf forwarding NAME"),
                    local(
                            "ip",
                            "ip-unnumbered",
                            false,
                            "<interface>",
                            Value.NAME,
                            "Interface whose address the session's interface borrows.",
                            "ip:ip-unnumbered=Loopback1",
                            "(interface) ip unnumbered IF"),
                    local(
                            "ipsec",
                            "session-lifetime",
                            false,
                            "120..25920000 seconds",
                            Value.LIFETIME,
                            "Longest life of a session; Session-Timeout says the same.",
                            "ipsec:session-lifetime=86400",
                            "session-lifetime SECONDS"),
                    pushed(
                            "ipsec",
                            "addrv6",
                            false,
                            "IPv6 address",
                            Value.IPV6,
                            "INTERNAL_IP6_ADDRESS of the peer.",
                            "ipsec:addrv6=2001:db8:1::17",
                            "(none)"),
                    pushed(
                            "ipsec",
                            "prefix-len",
                            false,
                            "1..128",
                            Value.PREFIX_LENGTH,
                            "Prefix length beside addrv6.",
                            "ipsec:prefix-len=64",
                            "ipv6 prefix LENGTH"),
                    pushed(
                            "ipsec",
                            "netmask",
                            false,
                            "A.B.C.D",
                            Value.IPV4,
                            "INTERNAL_IP4_NETMASK; Framed-IP-Netmask says the same.",
                            "ipsec:netmask=255.255.255.0",
                            "netmask MASK"),
                    pushed(
                            "ipsec",
                            "dns-servers",
                            false,
                            "A.B.C.D [A.B.C.D]",
                            Value.IPV4_LIST,
                            "DNS servers (INTERNAL_IP4_DNS).",
                            "ipsec:dns-servers=10.0.0.53 10.0.1.53",
                            "dns A [B]"),
                    pushed(
                            "ipsec",
                            "wins-servers",
                            false,
                            "A.B.C.D [A.B.C.D]",
                            Value.IPV4_LIST,
                            "WINS servers (INTERNAL_IP4_NBNS).",
                            "ipsec:wins-servers=10.0.0.60",
                            "wins A [B]"),
                    pushed(
                            "ipsec",
                            "ipv6-dns-servers-addr",
                            false,
                            "IPv6 [IPv6]",
                            Value.IPV6_LIST,
                            "IPv6 DNS servers (INTERNAL_IP6_DNS).",
                            "ipsec:ipv6-dns-servers-addr=2001:db8::53",
                            "ipv6 dns A [B]"),
                    pushed(
                            "ipsec",
                            "banner",
                            false,
                            "<text>",
                            Value.TEXT,
                            "Text shown to the user at login (Cisco clients).",
                            "ipsec:banner=Authorised use only",
                            "banner DELIMITER"),
                    pushed(
                            "ipsec",
                            "default-domain",
                            false,
                            "<domain>",
                            Value.NAME,
                            "Default DNS domain (Cisco clients).",
                            "ipsec:default-domain=example.com",
                            "def-domain NAME"),
                    pushed(
                            "ipsec",
                            "split-dns",
                            true,
                            "<domain>",
                            Value.NAME,
                            "Domain resolved through the tunnel (Cisco clients); up to 10.",
                            "ipsec:split-dns=corp.example.com",
                            "split-dns NAME"),
                    pushed(
                            "ipsec",
                            "backup-gateway",
                            true,
                            "<host or address>",
                            Value.NAME,
                            "Gateway to try when this one is away (Cisco clients).",
                            "ipsec:backup-gateway=hub2.example.com",
                            "backup-gateway NAME"),
                    pushed(
                            "ipsec",
                            "ipsec-backup-gateway",
                            true,
                            "<host or address>",
                            Value.NAME,
                            "Other spelling of backup-gateway.",
                            "ipsec:ipsec-backup-gateway=hub2.example.com",
                            "backup-gateway NAME"),
                    pushed(
                            "ipsec",
                            "pfs",
                            false,
                            "0|1",
                            Value.SWITCH,
                            "Perfect forward secrecy wanted of the client (Cisco clients).",
                            "ipsec:pfs=1",
                            "pfs"),
                    pushed(
                            "ipsec",
                            "include-local-lan",
                            false,
                            "0|1",
                            Value.SWITCH,
                            "Whether the client may still reach its own LAN (Cisco clients).",
                            "ipsec:include-local-lan=1",
                            "include-local-lan"),
                    pushed(
                            "ipsec",
                            "smartcard-removal-disconnect",
                            false,
                            "0|1",
                            Value.SWITCH,
                            "Disconnect when the smart card is pulled (Cisco clients).",
                            "ipsec:smartcard-removal-disconnect=1",
                            "smartcard-removal-disconnect"),
                    pushed(
                            "ipsec",
                            "configuration-url",
                            false,
                            "<url>",
                            Value.TEXT,
                            "Where a FlexVPN client fetches its configuration.",
                            "ipsec:configuration-url=https://conf.example.com/spoke.cfg",
                            "configuration url URL"),
                    pushed(
                            "ipsec",
                            "configuration-version",
                            false,
                            "1..32767",
                            Value.CONFIG_VERSION,
                            "Version of that configuration.",
                            "ipsec:configuration-version=7",
                            "configuration version N"));

    private AvPairCatalogue() {}

    public static List<AvPairType> all() {
        return ROWS;
    }

    /** The row for a pair, by protocol and name without regard to case; null when unknown. */
    public static @Nullable AvPairType find(AvPair pair) {
        String name = pair.baseName().toLowerCase(Locale.ROOT);
        String protocol = pair.protocol().toLowerCase(Locale.ROOT);
        for (AvPairType row : ROWS) {
            if (row.name().toLowerCase(Locale.ROOT).equals(name)
                    && (protocol.isEmpty() || row.protocol().equals(protocol))) {
                return row;
            }
        }
        return null;
    }

    /** What is wrong with one pair; an unknown name is a warning, because it is sent as typed. */
    public static List<Problem> validate(String text) {
        return validate(List.of(text));
    }

    public static List<Problem> validate(List<String> texts) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Problem problem = check(i, texts.get(i));
            if (problem != null) problems.add(problem);
        }
        return problems;
    }

    private static @Nullable Problem check(int index, String text) {
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        if (octets > AvPair.MAX_OCTETS) {
            return new Problem(
                    index,
                    text,
                    "has " + octets + " octets",
                    "at most 247 fit into one Cisco-AVPair: shorten or split it",
                    false);
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            return new Problem(index, text, "holds a control character", "remove it", false);
        }
        AvPair pair;
        try {
            pair = AvPair.parse(text);
        } catch (DecodeException e) {
            return new Problem(
                    index,
                    text,
                    "is not name=value",
                    "write it like ipsec:dns-servers=10.0.0.53",
                    false);
        }
        AvPairType type = find(pair);
        if (type == null) {
            return new Problem(
                    index,
                    text,
                    "'" + pair.name() + "' is not a FlexVPN AV pair",
                    "it will be sent as typed; " + nearest(pair),
                    true);
        }
        String wrong = AvPairValues.problem(type, pair);
        return wrong == null
                ? null
                : new Problem(
                        index,
                        text,
                        wrong,
                        "write " + type.grammar() + ", for example " + type.example(),
                        false);
    }

    private static String nearest(AvPair pair) {
        AvPairType best = ROWS.getFirst();
        int bestDistance = Integer.MAX_VALUE;
        for (AvPairType row : ROWS) {
            int distance = EditDistance.between(pair.baseName(), row.name());
            if (distance < bestDistance) {
                bestDistance = distance;
                best = row;
            }
        }
        return "the nearest known one is " + best.protocol() + ":" + best.name();
    }

    private static AvPairType local(
            String protocol,
            String name,
            boolean repeatable,
            String grammar,
            Value value,
            String doc,
            String example,
            String ios) {
        return new AvPairType(protocol, name, LOCAL, repeatable, grammar, doc, example, ios, value);
    }

    private static AvPairType pushed(
            String protocol,
            String name,
            boolean repeatable,
            String grammar,
            Value value,
            String doc,
            String example,
            String ios) {
        return new AvPairType(
                protocol, name, PUSHED, repeatable, grammar, doc, example, ios, value);
    }
}
