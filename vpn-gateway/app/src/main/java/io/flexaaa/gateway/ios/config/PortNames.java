package io.flexaaa.gateway.ios.config;

import java.util.Locale;
import java.util.Map;

/** Port names that IOS takes in access lists. */
final class PortNames {
    private static final Map<String, Integer> PORTS =
            Map.ofEntries(
                    Map.entry("ftp-data", 20),
                    Map.entry("ftp", 21),
                    Map.entry("ssh", 22),
                    Map.entry("telnet", 23),
                    Map.entry("smtp", 25),
                    Map.entry("whois", 43),
                    Map.entry("tacacs", 49),
                    Map.entry("domain", 53),
                    Map.entry("bootps", 67),
                    Map.entry("bootpc", 68),
                    Map.entry("tftp", 69),
                    Map.entry("www", 80),
                    Map.entry("pop3", 110),
                    Map.entry("sunrpc", 111),
                    Map.entry("ntp", 123),
                    Map.entry("netbios-ns", 137),
                    Map.entry("netbios-dgm", 138),
                    Map.entry("snmp", 161),
                    Map.entry("snmptrap", 162),
                    Map.entry("bgp", 179),
                    Map.entry("https", 443),
                    Map.entry("isakmp", 500),
                    Map.entry("syslog", 514),
                    Map.entry("rip", 520),
                    Map.entry("non500-isakmp", 4500));

    private PortNames() {}

    /** -1 when it is none. */
    static int number(String word) {
        Integer named = PORTS.get(word.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        return new ParamType.Number(0, 65535).refuse(word) == null ? Integer.parseInt(word) : -1;
    }
}
