package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.row;

import io.flexaaa.gateway.ios.config.AclEntry.AddressMatch;
import io.flexaaa.gateway.ios.config.AclEntry.PortMatch;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Access lists: named, numbered, IPv6; and the entries, which AV pairs share. */
final class AclRows {
    private AclRows() {}

    private static final String ACTION = "{permit@action|deny@action}";
    private static final String LOG = "[{log|log-input}]";

    private static String end(String side) {
        return ("{any@X|host <Xhost:ip>|object-group <Xog:name>|<Xnet:ip> [<Xwild:ip>]"
                        + "|<Xprefix:prefix>}")
                .replace("X", side);
    }

    private static String end6(String side) {
        return "{any@X|host <Xhost:ip6>|<Xprefix:prefix6>}".replace("X", side);
    }

    private static String ports(String side) {
        return ("[eq@Xop {<Xport:port>}+|neq@Xop <Xport:port>|lt@Xop <Xport:port>"
                        + "|gt@Xop <Xport:port>|range@Xop <Xport:port> <Xport:port>]")
                .replace("X", side);
    }

    private static final String COMMON = "dscp <dscp:dscp>|fragments|log|log-input";

    private static String body(String any, String icmp, String src, String dst) {
        return "{{tcp@proto|6@proto} "
                + src
                + " "
                + ports("src")
                + " "
                + dst
                + " "
                + ports("dst")
                + " [established|"
                + COMMON
                + "]*|{udp@proto|17@proto|sctp@proto} "
                + src
                + " "
                + ports("src")
                + " "
                + dst
                + " "
                + ports("dst")
                + " ["
                + COMMON
                + "]*|icmp@proto "
                + src
                + " "
                + dst
                + " [<icmp:"
                + icmp
                + "> [<code:0-255>]] ["
                + COMMON
                + "]*|{"
                + any
                + "@proto|<proto:protocol>} "
                + src
                + " "
                + dst
                + " ["
                + COMMON
                + "]*}";
    }

    private static final String SEQUENCE = "[<seq:1-2147483647>] ";
    private static final String EXTENDED =
            ACTION + " " + body("ip", "icmp", end("src"), end("dst"));
    private static final String IPV6 =
            ACTION + " " + body("ipv6", "icmp6", end6("src"), end6("dst"));
    private static final String STANDARD = ACTION + " " + end("src") + " " + LOG;
    private static final String REMARK = "remark <remark:line>";

    static final Mode<AclDraft> EXTENDED_MODE = mode("ip access-list extended", EXTENDED);
    static final Mode<AclDraft> STANDARD_MODE = mode("ip access-list standard", STANDARD);
    static final Mode<AclDraft> IPV6_MODE =
            Mode.of(
                    "ipv6 access-list",
                    List.of(
                            row(
                                    "[sequence <seq:1-2147483647>] " + IPV6,
                                    AclRows::entry,
                                    AclRows::removeEntry),
                            row(
                                    "sequence <seq:1-2147483647>",
                                    (_, _) -> {},
                                    AclRows::removeSequence),
                            row(REMARK, AclRows::remark, (a, m) -> a.lines.remove(note(m)))));

    private static Mode<AclDraft> mode(String name, String entry) {
        return Mode.of(
                name,
                List.of(
                        row(SEQUENCE + entry, AclRows::entry, AclRows::removeEntry),
                        row(
                                SEQUENCE + REMARK,
                                AclRows::remark,
                                (a, m) -> a.lines.remove(note(m)))));
    }

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "ip access-list extended <acl:name>",
                            (d, m) -> open(d, m, AccessList.Kind.EXTENDED),
                            (d, m) -> d.accessLists.remove(m.text("acl"))),
                    row(
                            "ip access-list standard <acl:name>",
                            (d, m) -> open(d, m, AccessList.Kind.STANDARD),
                            (d, m) -> d.accessLists.remove(m.text("acl"))),
                    row(
                            "ipv6 access-list <acl:name>",
                            (d, m) ->
                                    m.enter(
                                            IPV6_MODE,
                                            d.ipv6AccessLists.computeIfAbsent(
                                                    m.text("acl"),
                                                    n -> new AclDraft(n, AccessList.Kind.IPV6))),
                            (d, m) -> d.ipv6AccessLists.remove(m.text("acl"))),
                    numbered("<acl:1-99>", STANDARD, AccessList.Kind.STANDARD),
                    numbered("<acl:1300-1999>", STANDARD, AccessList.Kind.STANDARD),
                    numbered("<acl:100-199>", EXTENDED, AccessList.Kind.EXTENDED),
                    numbered("<acl:2000-2699>", EXTENDED, AccessList.Kind.EXTENDED));

    private static Row<ConfigDraft> numbered(String acl, String entry, AccessList.Kind kind) {
        return row(
                "access-list " + acl + " {" + REMARK + "|" + entry + "}",
                (d, m) -> {
                    AclDraft list = list(d, m, kind);
                    if (m.given("remark")) {
                        remark(list, m);
                    } else {
                        entry(list, m);
                    }
                },
                (d, m) -> d.accessLists.remove(m.text("acl")));
    }

    private static AclDraft list(ConfigDraft d, Match m, AccessList.Kind kind) {
        AclDraft list = d.accessLists.computeIfAbsent(m.text("acl"), n -> new AclDraft(n, kind));
        if (list.kind != kind) {
            m.complain(
                    "acl",
                    "access list "
                            + list.name
                            + " is "
                            + list.kind.name().toLowerCase(java.util.Locale.ROOT),
                    "use another name, or the kind it already has");
        }
        return list;
    }

    private static void open(ConfigDraft d, Match m, AccessList.Kind kind) {
        AclDraft list = list(d, m, kind);
        m.enter(list.kind == AccessList.Kind.STANDARD ? STANDARD_MODE : EXTENDED_MODE, list);
    }

    private static void entry(AclDraft list, Match m) {
        if (m.given("srcog") || m.given("dstog")) {
            m.complain(
                    "srcog", "object groups are not supported", "write an entry for each address");
            return;
        }
        list.add(entry(m, list.kind));
    }

    /** A fitted line as an entry. */
    static AclEntry entry(Match m, AccessList.Kind kind) {
        String protocol = Objects.requireNonNullElse(m.get("proto"), "ip");
        Integer icmpType = null;
        Integer icmpCode = null;
        int number = Objects.requireNonNull(ProtocolNames.number(protocol));
        boolean ipv6 = kind == AccessList.Kind.IPV6;
        if (ipv6 && number == 1) {
            // "icmp" in an IPv6 list is ICMPv6.
            number = 58;
        }
        String icmp = m.get("icmp");
        if (icmp != null) {
            IcmpNames.Message message =
                    Objects.requireNonNull(ipv6 ? IcmpNames.v6(icmp) : IcmpNames.v4(icmp));
            icmpType = message.type();
            icmpCode =
                    message.code() < 0 ? m.numberOrNull("code") : Integer.valueOf(message.code());
        }
        String dscp = m.get("dscp");
        return new AclEntry(
                m.numberOrNull("seq"),
                m.text("action").equals("permit"),
                number,
                end(m, "src"),
                ports(m, "src"),
                kind == AccessList.Kind.STANDARD ? new AddressMatch.Any() : end(m, "dst"),
                ports(m, "dst"),
                m.has("established"),
                icmpType,
                icmpCode,
                dscp == null ? null : Integer.valueOf(DscpNames.value(dscp)),
                m.has("fragments"),
                m.has("log") || m.has("log-input"));
    }

    private static AddressMatch end(Match m, String side) {
        if (m.given(side + "host")) {
            return new AddressMatch.Host(m.address(side + "host"));
        }
        if (m.given(side + "prefix")) {
            IpPrefix prefix = m.prefix(side + "prefix");
            return prefix.ipv4()
                    ? new AddressMatch.Wildcard(prefix.address(), wildcard(prefix.length()))
                    : new AddressMatch.Prefix(prefix);
        }
        if (m.given(side + "net")) {
            InetAddress wildcard = m.addressOrNull(side + "wild");
            return wildcard == null
                    ? new AddressMatch.Host(m.address(side + "net"))
                    : new AddressMatch.Wildcard(m.address(side + "net"), wildcard);
        }
        return new AddressMatch.Any();
    }

    private static InetAddress wildcard(int length) {
        int bits = length == 32 ? 0 : 0xffffffff >>> length;
        return Addresses.of(
                new byte[] {
                    (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
                });
    }

    private static PortMatch ports(Match m, String side) {
        @Nullable String op = m.get(side + "op");
        if (op == null) {
            return new PortMatch.Any();
        }
        List<Integer> ports = new ArrayList<>();
        for (String port : m.all(side + "port")) {
            ports.add(PortNames.number(port));
        }
        if (ports.isEmpty()) {
            // A "no" that stops behind the operator: it names no entry.
            return new PortMatch.Eq(ports);
        }
        return switch (op) {
            case "eq" -> new PortMatch.Eq(ports);
            case "neq" -> new PortMatch.Neq(ports.getFirst());
            case "lt" -> new PortMatch.Lt(ports.getFirst());
            case "gt" -> new PortMatch.Gt(ports.getFirst());
            default ->
                    new PortMatch.Range(
                            Math.min(ports.getFirst(), ports.getLast()),
                            Math.max(ports.getFirst(), ports.getLast()));
        };
    }

    private static void remark(AclDraft list, Match m) {
        list.lines.add(note(m));
    }

    private static AccessList.Remark note(Match m) {
        return new AccessList.Remark(Objects.requireNonNullElse(m.get("remark"), ""));
    }

    private static void removeEntry(AclDraft list, Match m) {
        if (m.given("action")) {
            AclEntry entry = entry(m, list.kind);
            list.lines.removeIf(l -> l instanceof AclEntry e && same(e, entry));
        } else {
            removeSequence(list, m);
        }
    }

    private static void removeSequence(AclDraft list, Match m) {
        Integer sequence = m.numberOrNull("seq");
        list.lines.removeIf(l -> l instanceof AclEntry e && Objects.equals(e.sequence(), sequence));
    }

    /** Equal but for the number, which {@code no} need not repeat. */
    private static boolean same(AclEntry a, AclEntry b) {
        return AclText.text(a, AccessList.Kind.EXTENDED)
                .equals(AclText.text(b, AccessList.Kind.EXTENDED));
    }
}
