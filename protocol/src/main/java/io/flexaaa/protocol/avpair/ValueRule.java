package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

/**
 * The shape of a pair's value.
 *
 * @param grammar how people write it
 * @param check says what is wrong with a text
 */
public record ValueRule(String grammar, Check check) {
    /** Throws when the value is wrong. */
    @FunctionalInterface
    public interface Check {
        void check(String value) throws DecodeException;
    }

    static ValueRule text(String grammar) {
        return new ValueRule(grammar, _ -> {});
    }

    static ValueRule name(String grammar) {
        return new ValueRule(grammar, ValueRule::oneWord);
    }

    static ValueRule number(long min, long max, String unit) {
        String grammar = min + ".." + max + (unit.isEmpty() ? "" : " " + unit);
        return new ValueRule(grammar, value -> within(value, min, max));
    }

    static ValueRule ipv4() {
        return new ValueRule("A.B.C.D", Addresses::ipv4);
    }

    static ValueRule ipv6() {
        return new ValueRule("IPv6 address", Addresses::ipv6);
    }

    static ValueRule ipv4Mask() {
        return new ValueRule("A.B.C.D", value -> Addresses.maskLength(Addresses.ipv4(value)));
    }

    static ValueRule upToTwoIpv4() {
        return new ValueRule(
                "A.B.C.D [A.B.C.D]",
                value -> {
                    for (String word : two(value)) Addresses.ipv4(word);
                });
    }

    static ValueRule upToTwoIpv6() {
        return new ValueRule(
                "IPv6 [IPv6]",
                value -> {
                    for (String word : two(value)) Addresses.ipv6(word);
                });
    }

    static ValueRule flag() {
        return new ValueRule("0|1", value -> within(value, 0, 1));
    }

    static ValueRule routeSet(String grammar) {
        return new ValueRule(grammar, RouteSet::parse);
    }

    static ValueRule routeAccept() {
        return new ValueRule(
                "any [tag:T] [distance:D] | none",
                value -> {
                    if (!value.matches("none|any( tag[: ][0-9]+)?( distance[: ][0-9]+)?")) {
                        throw new DecodeException(
                                "route-accept", "'" + value + "' is neither any nor none");
                    }
                });
    }

    static ValueRule interfaceLine() {
        return new ValueRule("<one interface command>", InterfaceLine::check);
    }

    static ValueRule splitExclude() {
        return new ValueRule(
                "ipv4 NET/LENGTH or NET/MASK",
                value -> {
                    String[] words = value.strip().split("\\s+");
                    if (words.length != 2
                            || !words[0].equals("ipv4")
                            || words[1].indexOf('/') < 0) {
                        throw new DecodeException(
                                "split-exclude", "'" + value + "' is not ipv4 NET/MASK");
                    }
                    int slash = words[1].indexOf('/');
                    String mask = words[1].substring(slash + 1);
                    if (mask.indexOf('.') < 0) IpPrefix.parse(words[1]);
                    else IpPrefix.ofMask(words[1].substring(0, slash), mask);
                });
    }

    static void oneWord(String value) throws DecodeException {
        if (value.strip().matches(".*\\s.*")) {
            throw new DecodeException("name", "'" + value + "' is more than a name");
        }
    }

    static void within(String text, long min, long max) throws DecodeException {
        if (!text.matches("[0-9]{1,10}")) throw new DecodeException("number", "'" + text + "'");
        long value = Long.parseLong(text);
        if (value < min || value > max) {
            throw new DecodeException("number", value + " is not in " + min + ".." + max);
        }
    }

    private static String[] two(String value) throws DecodeException {
        String[] words = value.strip().split("[\\s,]+");
        if (words.length > 2) {
            throw new DecodeException("list", words.length + " addresses, at most 2");
        }
        return words;
    }
}
