package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;

/** Prints a configuration as {@code show running-config} does. */
public final class RunningConfig {
    private RunningConfig() {}

    /** {@code ConfigParser.parse(write(c)).config()} equals {@code c}. */
    public static String write(GatewayConfig config) {
        return write(config, new Writer(true));
    }

    /** As {@link #write} prints it, with asterisks in place of keys. */
    public static String writeMasked(GatewayConfig config) {
        return ConfigDifference.masked(write(config));
    }

    /** With every key in clear, for comparisons: a key sealed anew is the same key. */
    static String writeClear(GatewayConfig config) {
        return write(config, new Writer(false));
    }

    private static String write(GatewayConfig config, Writer w) {
        w.line("hostname " + config.hostname()).bang();
        AaaWriter.write(w, config.aaa(), config.radius());
        users(w, config);
        PkiWriter.write(w, config.pki());
        Ikev2Writer.write(w, config.ikev2());
        IpsecWriter.write(w, config.ipsec());
        policyMaps(w, config);
        interfaces(w, config);
        pools(w, config);
        routes(w, config);
        accessLists(w, config);
        RadiusWriter.servers(w, config.radius());
        return w.line("end").toString();
    }

    /** One interface as show running-config interface prints it. */
    public static String write(InterfaceConfig config) {
        Writer w = new Writer(true);
        stanza(w, config);
        return w.toString();
    }

    private static void users(Writer w, GatewayConfig config) {
        for (LocalUser user : config.users().values()) {
            ConfigKey password = user.password();
            w.line(
                    "username "
                            + user.name()
                            + " privilege "
                            + user.privilege()
                            + (password == null ? "" : " password " + w.key(password)));
        }
        if (!config.users().isEmpty()) {
            w.bang();
        }
    }

    private static void policyMaps(Writer w, GatewayConfig config) {
        for (PolicyMap map : config.policyMaps().values()) {
            w.line("policy-map " + map.name());
            for (PolicyMap.PolicyClass c : map.classes()) {
                w.line(" class " + c.name());
                Long burst = c.policeBurstOctets();
                if (c.policeBitsPerSecond() != null) {
                    w.line(
                            "  police "
                                    + c.policeBitsPerSecond()
                                    + (burst == null ? "" : " " + burst));
                }
                w.value("  shape average", c.shapeBitsPerSecond());
            }
            w.bang();
        }
    }

    private static void interfaces(Writer w, GatewayConfig config) {
        for (InterfaceConfig i : config.interfaces().values()) {
            stanza(w, i);
            w.bang();
        }
    }

    private static void stanza(Writer w, InterfaceConfig i) {
        w.line("interface " + i.name() + (i.virtualTemplate() ? " type tunnel" : ""));
        for (InterfaceCommand command : i.settings().commands()) {
            w.line(" " + command.ios());
        }
    }

    private static void pools(Writer w, GatewayConfig config) {
        for (Ipv4Pool pool : config.ipv4Pools().values()) {
            for (Ipv4Pool.Range range : pool.ranges()) {
                w.line(
                        "ip local pool "
                                + pool.name()
                                + " "
                                + Addresses.text(range.low())
                                + " "
                                + Addresses.text(range.high())
                                + (pool.group() == null ? "" : " group " + pool.group())
                                + (pool.recycleDelaySeconds() == 0
                                        ? ""
                                        : " recycle delay " + pool.recycleDelaySeconds()));
            }
        }
        for (Ipv6Pool pool : config.ipv6Pools().values()) {
            w.line(
                    "ipv6 local pool "
                            + pool.name()
                            + " "
                            + pool.prefix()
                            + " "
                            + pool.assignLength()
                            + (pool.shared() ? " shared" : ""));
        }
        if (!config.ipv4Pools().isEmpty() || !config.ipv6Pools().isEmpty()) {
            w.bang();
        }
    }

    private static void routes(Writer w, GatewayConfig config) {
        for (StaticRoute r : config.routes()) {
            IpPrefix to = r.destination();
            List<String> words = new ArrayList<>();
            words.add(
                    to.ipv4()
                            ? "ip route " + Addresses.text(to.address()) + " " + to.mask()
                            : "ipv6 route " + to);
            if (r.interfaceName() != null) {
                words.add(r.interfaceName());
            }
            if (r.nextHop() != null) {
                words.add(Addresses.text(r.nextHop()));
            }
            if (r.distance() != 1) {
                words.add(Integer.toString(r.distance()));
            }
            if (r.tag() != null) {
                words.add("tag " + r.tag());
            }
            w.line(String.join(" ", words));
        }
        if (!config.routes().isEmpty()) {
            w.bang();
        }
    }

    private static void accessLists(Writer w, GatewayConfig config) {
        for (AccessList list : config.accessLists().values()) {
            w.line(
                    list.kind() == AccessList.Kind.STANDARD
                            ? "ip access-list standard " + list.name()
                            : "ip access-list extended " + list.name());
            entries(w, list, " ");
        }
        for (AccessList list : config.ipv6AccessLists().values()) {
            w.line("ipv6 access-list " + list.name());
            entries(w, list, " sequence ");
        }
        if (!config.accessLists().isEmpty() || !config.ipv6AccessLists().isEmpty()) {
            w.bang();
        }
    }

    private static void entries(Writer w, AccessList list, String numberPrefix) {
        for (AccessList.AclLine line : list.lines()) {
            switch (line) {
                case AccessList.Remark(String text) -> w.line(" remark " + text);
                case AclEntry entry ->
                        w.line(
                                (entry.sequence() == null
                                                ? " "
                                                : numberPrefix + entry.sequence() + " ")
                                        + AclText.text(entry, list.kind()));
            }
        }
    }
}
