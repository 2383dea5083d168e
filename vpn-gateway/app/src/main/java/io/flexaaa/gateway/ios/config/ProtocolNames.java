package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;

/** IP protocols by the names of access lists. */
public final class ProtocolNames {
    private static final Map<String, Integer> BY_NAME =
            Map.ofEntries(
                    Map.entry("ip", AclEntry.ANY_PROTOCOL),
                    Map.entry("ipv6", AclEntry.ANY_PROTOCOL),
                    Map.entry("icmp", 1),
                    Map.entry("igmp", 2),
                    Map.entry("ipinip", 4),
                    Map.entry("tcp", 6),
                    Map.entry("udp", 17),
                    Map.entry("gre", 47),
                    Map.entry("esp", 50),
                    Map.entry("ahp", 51),
                    Map.entry("eigrp", 88),
                    Map.entry("ospf", 89),
                    Map.entry("pim", 103),
                    Map.entry("sctp", 132));

    private ProtocolNames() {}

    static @Nullable Integer number(String word) {
        Integer named = BY_NAME.get(word.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        return new ParamType.Number(0, 255).refuse(word) == null ? Integer.valueOf(word) : null;
    }

    /** The name that IOS prints, or the number. */
    public static String name(int protocol, boolean ipv6) {
        if (protocol == AclEntry.ANY_PROTOCOL) {
            return ipv6 ? "ipv6" : "ip";
        }
        if (protocol == 58 && ipv6) {
            return "icmp";
        }
        for (Map.Entry<String, Integer> e : BY_NAME.entrySet()) {
            if (e.getValue() == protocol && !(ipv6 && protocol == 1)) {
                return e.getKey();
            }
        }
        return Integer.toString(protocol);
    }
}
