package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Pools, static routes, users, policy maps and the host name. */
final class NetworkRows {
    private NetworkRows() {}

    static final Mode<PolicyMapDraft.ClassDraft> POLICY_CLASS =
            Mode.of(
                    "policy-map class",
                    List.of(
                            row(
                                    "police [{cir|rate}] <bps:8000-100000000000> [bps]"
                                            + " [[bc] <burst:1-2000000000>] [<rest:line>]",
                                    NetworkRows::police,
                                    (c, _) -> c.policeBitsPerSecond = null),
                            row(
                                    "shape average <bps:1000-100000000000> [<rest:line>]",
                                    (c, m) -> c.shapeBitsPerSecond = m.longOrNull("bps"),
                                    (c, _) -> c.shapeBitsPerSecond = null),
                            inert(
                                    "{bandwidth|priority|set|fair-queue|queue-limit|random-detect"
                                            + "|service-policy|conform-action|exceed-action"
                                            + "|violate-action} [<rest:line>]",
                                    "QoS")));

    static final Mode<PolicyMapDraft> POLICY_MAP =
            Mode.of(
                    "policy-map",
                    List.of(
                            row(
                                    "class <c:name>",
                                    (p, m) ->
                                            m.enter(
                                                    POLICY_CLASS,
                                                    p.classes.computeIfAbsent(
                                                            m.text("c"),
                                                            PolicyMapDraft.ClassDraft::new)),
                                    (p, m) -> p.classes.remove(m.text("c"))),
                            inert("description <t:line>", "QoS")));

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row(
                            "hostname <h:name>",
                            (d, m) -> d.hostname = m.text("h"),
                            (d, _) -> d.hostname = "flexaaa"),
                    row(
                            "ip local pool <n:name> <low:ip> [<high:ip>] [group <g:name>]"
                                    + " [recycle delay <s:0-86400>]",
                            NetworkRows::ipv4Pool,
                            (d, m) -> d.ipv4Pools.remove(m.text("n"))),
                    row(
                            "ipv6 local pool <n:name> <p:prefix6> <len:1-128> [shared]",
                            NetworkRows::ipv6Pool,
                            (d, m) -> d.ipv6Pools.remove(m.text("n"))),
                    row(
                            "ip route <a:ip> <mask:mask> {<nh:ip>|<if:if> [<nh:ip>]}"
                                    + " [<d:1-255>] [name <name:name>]"
                                    + " [tag <tag:1-4294967295>] [permanent]",
                            (d, m) -> d.routes.add(route(m, m.prefix("a", "mask"))),
                            (d, m) -> noRoute(d, m)),
                    row(
                            "ipv6 route <p:prefix6> {<nh:ip6>|<if:if> [<nh:ip6>]}"
                                    + " [<d:1-254>] [name <name:name>]"
                                    + " [tag <tag:1-4294967295>]",
                            (d, m) -> d.routes.add(route(m, m.prefix("p"))),
                            (d, m) -> noRoute(d, m)),
                    inert("{ip|ipv6} route vrf <rest:line>", "vrf"),
                    row(
                            "username <u:name> [privilege <p:0-15>] {password|secret}"
                                    + " [{0@enc|5@enc|6@enc|7@enc|8@enc|9@enc}] <key:line>",
                            NetworkRows::user,
                            (d, m) -> d.users.remove(m.text("u"))),
                    row(
                            "username <u:name> privilege <p:0-15>",
                            (d, m) ->
                                    d.users.put(
                                            m.text("u"),
                                            new LocalUser(m.text("u"), m.number("p"), null))),
                    row(
                            "policy-map <pm:name>",
                            (d, m) -> {
                                m.notInEffect("QoS");
                                m.enter(
                                        POLICY_MAP,
                                        d.policyMaps.computeIfAbsent(
                                                m.text("pm"), PolicyMapDraft::new));
                            },
                            (d, m) -> d.policyMaps.remove(m.text("pm"))));

    private static void police(PolicyMapDraft.ClassDraft c, Match m) {
        c.policeBitsPerSecond = m.longOrNull("bps");
        c.policeBurstOctets = m.longOrNull("burst");
    }

    private static void ipv4Pool(ConfigDraft d, Match m) {
        InetAddress low = m.address("low");
        InetAddress high = m.given("high") ? m.address("high") : low;
        if (Integer.compareUnsigned(bits(low), bits(high)) > 0) {
            m.complain(
                    "high",
                    Addresses.text(high) + " is below " + Addresses.text(low),
                    "write the lower address first");
            return;
        }
        String name = m.text("n");
        Ipv4Pool before = d.ipv4Pools.get(name);
        List<Ipv4Pool.Range> ranges = new ArrayList<>(before == null ? List.of() : before.ranges());
        Ipv4Pool.Range range = new Ipv4Pool.Range(low, high);
        if (!ranges.contains(range)) {
            ranges.add(range);
        }
        d.ipv4Pools.put(name, new Ipv4Pool(name, ranges, m.get("g"), m.number("s", 0)));
        if (m.given("g")) {
            m.notInEffect("pool groups");
        }
    }

    private static int bits(InetAddress address) {
        int bits = 0;
        for (byte b : address.getAddress()) {
            bits = bits << 8 | b & 255;
        }
        return bits;
    }

    private static void ipv6Pool(ConfigDraft d, Match m) {
        IpPrefix prefix = m.prefix("p");
        int length = m.number("len");
        if (length < prefix.length()) {
            m.complain(
                    "len",
                    "a /" + length + " does not fit into " + prefix,
                    "write " + prefix.length() + " or more");
            return;
        }
        d.ipv6Pools.put(m.text("n"), new Ipv6Pool(m.text("n"), prefix, length, m.has("shared")));
    }

    private static StaticRoute route(Match m, IpPrefix destination) {
        return new StaticRoute(
                destination,
                m.given("if") ? m.interfaceName("if") : null,
                m.addressOrNull("nh"),
                m.number("d", 1),
                m.longOrNull("tag"));
    }

    private static void noRoute(ConfigDraft d, Match m) {
        IpPrefix destination =
                m.given("p") ? m.prefix("p") : m.given("mask") ? m.prefix("a", "mask") : null;
        d.routes.removeIf(r -> r.destination().equals(destination));
    }

    private static void user(ConfigDraft d, Match m) {
        String form = m.get("enc");
        ConfigKey password = null;
        if (form == null || form.equals("0") || form.equals("6")) {
            password = Keys.read(m);
        } else {
            m.notInEffect("a type " + form + " password cannot be checked here; write it as 0");
        }
        d.users.put(m.text("u"), new LocalUser(m.text("u"), m.number("p", 1), password));
    }
}
