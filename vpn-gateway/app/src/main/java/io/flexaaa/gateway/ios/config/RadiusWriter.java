package io.flexaaa.gateway.ios.config;

/** RADIUS parts of the running configuration. */
final class RadiusWriter {
    private RadiusWriter() {}

    static void groups(Writer w, RadiusConfig radius) {
        for (RadiusConfig.ServerGroup group : radius.groups().values()) {
            w.line("aaa group server radius " + group.name());
            for (RadiusConfig.Member member : group.members()) {
                switch (member) {
                    case RadiusConfig.Member.Named(String name) -> w.line(" server name " + name);
                    case RadiusConfig.Member.Private(RadiusConfig.Server s) -> privateServer(w, s);
                }
            }
            w.value(" deadtime", group.deadtimeMinutes());
            Integer batch = group.balanceBatch();
            if (batch != null) {
                w.line(
                        " load-balance method least-outstanding"
                                + (batch == RadiusRows.BATCH ? "" : " batch-size " + batch));
            }
            w.value(" ip radius source-interface", group.sourceInterface());
            w.bang();
        }
    }

    private static void privateServer(Writer w, RadiusConfig.Server s) {
        ConfigKey key = s.key();
        w.line(
                " server-private "
                        + s.host()
                        + ports(s)
                        + (s.timeoutSeconds() == null ? "" : " timeout " + s.timeoutSeconds())
                        + (s.retransmit() == null ? "" : " retransmit " + s.retransmit())
                        // A server whose key could not be read is written with an empty place.
                        + (key == null ? " key 7 unreadable" : " key " + w.key(key)));
    }

    private static String ports(RadiusConfig.Server s) {
        return " auth-port " + s.authPort() + " acct-port " + s.acctPort();
    }

    static void servers(Writer w, RadiusConfig radius) {
        defaults(w, radius.defaults());
        for (RadiusConfig.Server s : radius.servers().values()) {
            w.line("radius server " + s.name());
            String host = s.host();
            if (host != null) {
                w.line(" address " + family(host) + " " + host + ports(s));
            }
            w.value(" timeout", s.timeoutSeconds());
            w.value(" retransmit", s.retransmit());
            if (s.key() != null) {
                w.line(" key " + w.key(s.key()));
            }
            w.bang();
        }
    }

    private static String family(String host) {
        if (Addresses.ipv6(host) != null) {
            return "ipv6";
        }
        return Addresses.ipv4(host) != null ? "ipv4" : "fqdn";
    }

    private static void defaults(Writer w, RadiusConfig.Defaults d) {
        RadiusConfig.Defaults ios = RadiusConfig.Defaults.IOS;
        w.value("radius-server attribute 4", d.nasIpAddress());
        for (RadiusConfig.AttributeOption option : RadiusConfig.AttributeOption.values()) {
            w.when(d.attributes().contains(option), "radius-server attribute " + option.ios());
        }
        w.when(
                d.deadCriteriaSeconds() != ios.deadCriteriaSeconds()
                        || d.deadCriteriaTries() != ios.deadCriteriaTries(),
                "radius-server dead-criteria time "
                        + d.deadCriteriaSeconds()
                        + " tries "
                        + d.deadCriteriaTries());
        w.when(d.retransmit() != ios.retransmit(), "radius-server retransmit " + d.retransmit());
        w.when(
                d.timeoutSeconds() != ios.timeoutSeconds(),
                "radius-server timeout " + d.timeoutSeconds());
        w.when(
                d.deadtimeMinutes() != ios.deadtimeMinutes(),
                "radius-server deadtime " + d.deadtimeMinutes());
        if (d.key() != null) {
            w.line("radius-server key " + w.key(d.key()));
        }
    }
}
