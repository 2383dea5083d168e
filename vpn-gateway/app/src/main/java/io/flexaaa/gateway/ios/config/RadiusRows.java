package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.ArrayList;
import java.util.List;

/** {@code radius server}, {@code aaa group server radius}, {@code radius-server}. */
final class RadiusRows {
    private RadiusRows() {}

    /** Of load-balance, as on IOS. */
    static final int BATCH = 25;

    private static final String KEY = "key [{0@enc|6@enc|7@enc}] <key:line>";
    private static final String PORTS = "[auth-port <auth:1-65535>] [acct-port <acct:1-65535>]";

    static final Mode<RadiusDrafts.Server> SERVER =
            Mode.of(
                    "radius server",
                    List.of(
                            row(
                                    "address {ipv4@family <host:name>|ipv6@family"
                                            + " <host:name>|fqdn@family <host:name>} "
                                            + PORTS,
                                    RadiusRows::address,
                                    RadiusRows::noAddress),
                            row(KEY, (s, m) -> s.key = Keys.read(m), (s, _) -> s.key = null),
                            row(
                                    "timeout <t:1-1000>",
                                    (s, m) -> s.timeoutSeconds = m.number("t"),
                                    (s, _) -> s.timeoutSeconds = null),
                            row(
                                    "retransmit <r:0-100>",
                                    (s, m) -> s.retransmit = m.number("r"),
                                    (s, _) -> s.retransmit = null),
                            inert("automate-tester <rest:line>", "server probes"),
                            inert("backoff <rest:line>", "exponential back-off"),
                            inert("{tls|dtls} [<rest:line>]", "RADIUS over TLS and DTLS"),
                            inert(
                                    "{send-ma|validate-ma}",
                                    "Message-Authenticator is always sent and required"),
                            inert("{non-standard|pac} [<rest:line>]", "not FlexVPN")));

    static final Mode<RadiusDrafts.Group> GROUP =
            Mode.of(
                    "aaa group server radius",
                    List.of(
                            row(
                                    "server name <name:name>",
                                    RadiusRows::member,
                                    (g, m) ->
                                            g.members.remove(
                                                    new RadiusConfig.Member.Named(m.text("name")))),
                            row(
                                    "server-private <host:name> "
                                            + PORTS
                                            + " [timeout <t:1-1000>]"
                                            + " [retransmit <r:0-100>] "
                                            + KEY,
                                    RadiusRows::privateServer,
                                    (g, m) -> removePrivate(g, m.text("host"))),
                            row(
                                    "deadtime <min:0-1440>",
                                    (g, m) -> g.deadtimeMinutes = m.number("min"),
                                    (g, _) -> g.deadtimeMinutes = null),
                            row(
                                    "ip radius source-interface <if:if>",
                                    RadiusRows::sourceInterface,
                                    (g, _) -> g.sourceInterface = null),
                            inert("{ip vrf forwarding|vrf forwarding} <vrf:name>", "vrf"),
                            row(
                                    "load-balance method least-outstanding"
                                            + " [batch-size <b:1-2147483647>]"
                                            + " [ignore-preferred-server]",
                                    (g, m) -> g.balanceBatch = m.number("b", BATCH),
                                    (g, _) -> g.balanceBatch = null),
                            inert(
                                    "{send-ma|validate-ma}",
                                    "Message-Authenticator is always sent and required")));

    static final List<Row<ConfigDraft>> GLOBAL = global();

    private static List<Row<ConfigDraft>> global() {
        List<Row<ConfigDraft>> rows = new ArrayList<>();
        rows.add(
                row(
                        "aaa group server radius <g:name>",
                        RadiusRows::enterGroup,
                        (d, m) -> d.serverGroups.remove(m.text("g"))));
        rows.add(
                row(
                        "radius server <s:name>",
                        (d, m) ->
                                m.enter(
                                        SERVER,
                                        d.radiusServers.computeIfAbsent(
                                                m.text("s"), RadiusDrafts.Server::new)),
                        (d, m) -> d.radiusServers.remove(m.text("s"))));
        rows.add(
                row(
                        "radius-server host <host:name> "
                                + PORTS
                                + " [timeout <t:1-1000>] [retransmit <r:0-100>] ["
                                + KEY
                                + "]",
                        RadiusRows::legacyHost,
                        (d, m) -> d.radiusServers.remove(m.text("host"))));
        rows.add(
                row(
                        "radius-server timeout <t:1-1000>",
                        (d, m) -> timeout(d, m.number("t")),
                        (d, _) -> timeout(d, 5)));
        rows.add(
                row(
                        "radius-server retransmit <r:0-100>",
                        (d, m) -> retries(d, m.number("r")),
                        (d, _) -> retries(d, 3)));
        rows.add(
                row(
                        "radius-server deadtime <m:0-1440>",
                        (d, m) -> deadtime(d, m.number("m")),
                        (d, _) -> deadtime(d, 0)));
        rows.add(
                row(
                        "radius-server dead-criteria [time <s:1-120>] [tries <n:1-100>]",
                        (d, m) -> dead(d, m.number("s", 10), m.number("n", 10)),
                        (d, _) -> dead(d, 10, 10)));
        rows.add(
                row(
                        "radius-server " + KEY,
                        (d, m) -> d.radiusDefaults.key = Keys.read(m),
                        (d, _) -> d.radiusDefaults.key = null));
        rows.add(
                row(
                        "radius-server attribute 4 <ip:ip>",
                        (d, m) -> d.radiusDefaults.nasIpAddress = m.text("ip"),
                        (d, _) -> d.radiusDefaults.nasIpAddress = null));
        for (RadiusConfig.AttributeOption option : RadiusConfig.AttributeOption.values()) {
            rows.add(
                    row(
                            "radius-server attribute " + option.ios(),
                            (d, _) -> d.radiusDefaults.attributes.add(option),
                            (d, _) -> d.radiusDefaults.attributes.remove(option)));
        }
        rows.add(inert("radius-server attribute nas-port <rest:line>", "NAS-Port formats"));
        rows.add(inert("radius-server attribute 31 <rest:line>", "Calling-Station-Id formats"));
        rows.add(
                inert(
                        "radius-server {vsa|source-ports|unique-ident|load-balance|directed-request"
                                + "|challenge-noecho|domain-stripping|throttle|configure-nas"
                                + "|accounting|optional-passwords|backoff} [<rest:line>]",
                        "RADIUS details"));
        rows.add(
                inert(
                        "ip radius source-interface <if:if> [vrf <vrf:name>]",
                        "set it in the server group"));
        return rows;
    }

    private static void address(RadiusDrafts.Server s, Match m) {
        s.host = m.text("host");
        s.authPort = m.number("auth", RadiusConfig.Server.AUTH_PORT);
        s.acctPort = m.number("acct", RadiusConfig.Server.ACCT_PORT);
        if (m.has("ipv6") && Addresses.ipv6(m.text("host")) == null) {
            m.complain(
                    "host",
                    "\"" + m.text("host") + "\" is not an IPv6 address",
                    "write an address such as 2001:db8::1, or use fqdn");
        }
    }

    private static void noAddress(RadiusDrafts.Server s, Match m) {
        s.host = null;
        s.authPort = RadiusConfig.Server.AUTH_PORT;
        s.acctPort = RadiusConfig.Server.ACCT_PORT;
    }

    private static void enterGroup(ConfigDraft d, Match m) {
        m.enter(GROUP, d.serverGroups.computeIfAbsent(m.text("g"), RadiusDrafts.Group::new));
    }

    private static void member(RadiusDrafts.Group g, Match m) {
        RadiusConfig.Member.Named named = new RadiusConfig.Member.Named(m.text("name"));
        g.members.remove(named);
        g.members.add(named);
        m.refers(RefKind.RADIUS_SERVER, "name");
    }

    private static void privateServer(RadiusDrafts.Group g, Match m) {
        removePrivate(g, m.text("host"));
        g.members.add(
                new RadiusConfig.Member.Private(
                        new RadiusConfig.Server(
                                m.text("host"),
                                m.text("host"),
                                m.number("auth", RadiusConfig.Server.AUTH_PORT),
                                m.number("acct", RadiusConfig.Server.ACCT_PORT),
                                Keys.read(m),
                                m.numberOrNull("t"),
                                m.numberOrNull("r"))));
    }

    private static void removePrivate(RadiusDrafts.Group g, String host) {
        g.members.removeIf(member ->
                member instanceof RadiusConfig.Member.Private(RadiusConfig.Server s)
                        && s.name().equals(host));
    }

    private static void sourceInterface(RadiusDrafts.Group g, Match m) {
        g.sourceInterface = m.interfaceName("if");
        m.refersToInterface("if");
    }

    /** The old one-line form, with the ports it had before RFC 2865 got its own. */
    private static void legacyHost(ConfigDraft d, Match m) {
        RadiusDrafts.Server s = new RadiusDrafts.Server(m.text("host"));
        s.host = m.text("host");
        s.authPort = m.number("auth", 1645);
        s.acctPort = m.number("acct", 1646);
        s.timeoutSeconds = m.numberOrNull("t");
        s.retransmit = m.numberOrNull("r");
        s.key = m.given("key") ? Keys.read(m) : null;
        d.radiusServers.put(s.name, s);
    }

    private static void timeout(ConfigDraft d, int seconds) {
        d.radiusDefaults.timeoutSeconds = seconds;
    }

    private static void retries(ConfigDraft d, int times) {
        d.radiusDefaults.retransmit = times;
    }

    private static void deadtime(ConfigDraft d, int minutes) {
        d.radiusDefaults.deadtimeMinutes = minutes;
    }

    private static void dead(ConfigDraft d, int seconds, int tries) {
        d.radiusDefaults.deadCriteriaSeconds = seconds;
        d.radiusDefaults.deadCriteriaTries = tries;
    }
}
