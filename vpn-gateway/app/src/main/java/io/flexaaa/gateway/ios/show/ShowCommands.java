package io.flexaaa.gateway.ios.show;

import java.util.List;

/** The table of show commands: adding one is a row, a class and its golden file. */
public final class ShowCommands {
    private ShowCommands() {}

    /**
     * @param pattern what stands behind {@code show}
     */
    public record Entry(String pattern, String help, ShowCommand command) {}

    public static final List<Entry> ALL =
            List.of(
                    new Entry(
                            "crypto session [detail] [remote <address:name>]",
                            "Status of crypto sessions",
                            new ShowCryptoSession()),
                    new Entry(
                            "crypto ikev2 sa [detail] [remote <address:name>]",
                            "IKEv2 SAs",
                            new ShowCryptoIkev2Sa()),
                    new Entry(
                            "crypto ikev2 session [detail]",
                            "IKEv2 sessions with their child SAs",
                            new ShowCryptoIkev2Session()),
                    new Entry("crypto ikev2 stats", "IKEv2 counters", new ShowCryptoIkev2Stats()),
                    new Entry(
                            "crypto ikev2 stats reconnect",
                            "Clients that came back",
                            new ShowCryptoIkev2StatsReconnect()),
                    new Entry(
                            "crypto ipsec sa [detail] [peer <address:name>]",
                            "IPsec SAs with their counters",
                            new ShowCryptoIpsecSa()),
                    new Entry(
                            "derived-config interface <if:if>",
                            "Configuration of a session's interface",
                            new ShowDerivedConfig()),
                    new Entry(
                            "interfaces [<if:if>]",
                            "Interface status and counters",
                            new ShowInterfaces()),
                    new Entry(
                            "ip interface brief",
                            "One line for each interface",
                            new ShowIpInterfaceBrief()),
                    new Entry(
                            "ip interface <if:if>",
                            "IP settings of an interface",
                            new ShowIpInterface()),
                    new Entry(
                            "ip local pool [<pool:name>]", "Address pools", new ShowIpLocalPool()),
                    new Entry("aaa user all", "Sessions as AAA knows them", new ShowAaaUserAll()),
                    new Entry("aaa servers", "RADIUS servers", new ShowAaaServers()),
                    new Entry("running-config", "Current configuration", new ShowRunningConfig()),
                    new Entry("version", "Version and uptime", new ShowVersion()),
                    new Entry("clock", "Time of day", new ShowClock()));
}
