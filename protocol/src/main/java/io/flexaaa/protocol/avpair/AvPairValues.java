package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

/** Checks a pair's value against its row. */
final class AvPairValues {
    private AvPairValues() {}

    /** What is wrong in words, or null. */
    static @Nullable String problem(AvPairType type, AvPair pair) {
        String value = pair.value();
        if (value.isBlank()) return "has no value";
        try {
            switch (type.value()) {
                case TEXT, SECRET, INTERFACE_COMMAND, ACE -> {}
                case NAME -> {
                    if (value.strip().contains(" ")) return "'" + value + "' is more than a name";
                }
                case IPV4 -> Addresses.ipv4(value);
                case IPV4_LIST -> {
                    for (String word : list(value)) Addresses.ipv4(word);
                }
                case IPV6 -> Addresses.ipv6(value);
                case IPV6_LIST -> {
                    for (String word : list(value)) Addresses.ipv6(word);
                }
                case PREFIX_LENGTH -> number(value, 1, 128);
                case DHCP_TIMEOUT -> number(value, 4, 30);
                case FLOW_LIMIT -> number(value, 0, 50_000);
                case CONFIG_VERSION -> number(value, 1, 32_767);
                case LIFETIME -> number(value, 120, 25_920_000);
                case SWITCH -> number(value, 0, 1);
                case ROUTE_SET -> RouteSet.parse(value);
                case ROUTE_ACCEPT -> {
                    if (!value.matches("none|any( tag[: ][0-9]+)?( distance[: ][0-9]+)?")) {
                        return "'" + value + "' is neither any nor none";
                    }
                }
            }
            return null;
        } catch (DecodeException e) {
            return e.getMessage();
        }
    }

    private static String[] list(String value) throws DecodeException {
        String[] words = value.strip().split("[\\s,]+");
        if (words.length > 2) {
            throw new DecodeException("list", words.length + " addresses, at most 2");
        }
        return words;
    }

    private static void number(String text, long min, long max) throws DecodeException {
        if (!text.matches("[0-9]{1,10}")) {
            throw new DecodeException("number", "'" + text + "'");
        }
        long value = Long.parseLong(text);
        if (value < min || value > max) {
            throw new DecodeException("number", value + " is not in " + min + ".." + max);
        }
    }
}
