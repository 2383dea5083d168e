package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;

/** ICMP messages by the names of access lists: type, and code where the name implies one. */
final class IcmpNames {
    /**
     * @param code -1 = any
     */
    record Message(int type, int code) {}

    private static final Map<String, Message> V4 =
            Map.ofEntries(
                    Map.entry("echo", new Message(8, -1)),
                    Map.entry("echo-reply", new Message(0, -1)),
                    Map.entry("unreachable", new Message(3, -1)),
                    Map.entry("net-unreachable", new Message(3, 0)),
                    Map.entry("host-unreachable", new Message(3, 1)),
                    Map.entry("port-unreachable", new Message(3, 3)),
                    Map.entry("packet-too-big", new Message(3, 4)),
                    Map.entry("administratively-prohibited", new Message(3, 13)),
                    Map.entry("redirect", new Message(5, -1)),
                    Map.entry("time-exceeded", new Message(11, -1)),
                    Map.entry("ttl-exceeded", new Message(11, 0)),
                    Map.entry("parameter-problem", new Message(12, -1)),
                    Map.entry("timestamp-request", new Message(13, -1)),
                    Map.entry("timestamp-reply", new Message(14, -1)));

    private static final Map<String, Message> V6 =
            Map.ofEntries(
                    Map.entry("unreachable", new Message(1, -1)),
                    Map.entry("packet-too-big", new Message(2, -1)),
                    Map.entry("time-exceeded", new Message(3, -1)),
                    Map.entry("parameter-problem", new Message(4, -1)),
                    Map.entry("echo-request", new Message(128, -1)),
                    Map.entry("echo-reply", new Message(129, -1)),
                    Map.entry("router-solicitation", new Message(133, -1)),
                    Map.entry("router-advertisement", new Message(134, -1)),
                    Map.entry("nd-ns", new Message(135, -1)),
                    Map.entry("nd-na", new Message(136, -1)));

    private IcmpNames() {}

    static @Nullable Message v4(String word) {
        return lookup(V4, word);
    }

    static @Nullable Message v6(String word) {
        return lookup(V6, word);
    }

    private static @Nullable Message lookup(Map<String, Message> names, String word) {
        Message named = names.get(word.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        return new ParamType.Number(0, 255).refuse(word) == null
                ? new Message(Integer.parseInt(word), -1)
                : null;
    }
}
