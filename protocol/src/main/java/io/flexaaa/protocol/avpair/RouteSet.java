package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** The value of {@code ipsec:route-set}: one route or protected subnet a pair. */
public sealed interface RouteSet {
    /** A route on the hub over the session's interface. */
    record Local(
            IpPrefix prefix,
            @Nullable InetAddress nextHop,
            @Nullable String vrf,
            @Nullable Long tag,
            @Nullable Integer distance)
            implements RouteSet {}

    /** A protected subnet, pushed as INTERNAL_IP4_SUBNET or INTERNAL_IP6_SUBNET. */
    record Remote(IpPrefix prefix) implements RouteSet {}

    /** The hub's own tunnel address, pushed as a host route; null for the session's interface. */
    record Interface(@Nullable String name) implements RouteSet {}

    /** Every permit entry of an access list, pushed as subnets. */
    record AccessList(String name, boolean ipv6) implements RouteSet {}

    static RouteSet parse(String value) throws DecodeException {
        String[] words = value.strip().split("\\s+");
        return switch (words[0]) {
            case "local" -> local(words);
            case "remote" -> {
                IpPrefix prefix = prefix(words);
                if (words.length > familyEnd(words)) throw wrong(value, "words after the prefix");
                yield new Remote(prefix);
            }
            case "interface" -> new Interface(words.length > 1 ? words[1] : null);
            case "access-list" -> {
                boolean ipv6 = words.length == 3 && words[1].equals("ipv6");
                if (words.length != (ipv6 ? 3 : 2)) throw wrong(value, "one list name expected");
                yield new AccessList(words[words.length - 1], ipv6);
            }
            case "prefix" -> {
                if (words.length != 2) throw wrong(value, "one prefix expected");
                yield new Remote(IpPrefix.parse(words[1]));
            }
            default -> throw wrong(value, "begins with '" + words[0] + "'");
        };
    }

    private static Local local(String[] words) throws DecodeException {
        IpPrefix prefix = prefix(words);
        int at = familyEnd(words);
        InetAddress nextHop = null;
        String vrf = null;
        Long tag = null;
        Integer distance = null;
        while (at < words.length) {
            String word = words[at++];
            if (word.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*")) {
                nextHop = prefix.isIpv4() ? Addresses.ipv4(word) : Addresses.ipv6(word);
                continue;
            }
            if (at == words.length) throw wrong(String.join(" ", words), word + " has no value");
            String argument = words[at++];
            switch (word) {
                case "vrf" -> vrf = argument;
                case "tag" -> tag = number(argument, 4294967295L);
                case "distance" -> distance = (int) number(argument, 255);
                default -> throw wrong(String.join(" ", words), "'" + word + "' is unknown");
            }
        }
        return new Local(prefix, nextHop, vrf, tag, distance);
    }

    private static int familyEnd(String[] words) throws DecodeException {
        if (words.length < 2) throw wrong(String.join(" ", words), "no prefix");
        return words[1].equals("ipv4") && words.length > 2 && words[2].indexOf('/') < 0 ? 4 : 3;
    }

    private static IpPrefix prefix(String[] words) throws DecodeException {
        String all = String.join(" ", words);
        if (words.length < familyEnd(words)) throw wrong(all, "the prefix is not complete");
        return switch (words[1]) {
            case "ipv4" ->
                    familyEnd(words) == 4
                            ? IpPrefix.ofMask(words[2], words[3])
                            : IpPrefix.parse(words[2]);
            case "ipv6" -> IpPrefix.parse(words[2]);
            default -> throw wrong(all, "'" + words[1] + "' is neither ipv4 nor ipv6");
        };
    }

    private static long number(String text, long max) throws DecodeException {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > max) {
            throw new DecodeException("route-set", "'" + text + "' is not in 0.." + max);
        }
        return Long.parseLong(text);
    }

    private static DecodeException wrong(String value, String why) {
        return new DecodeException("route-set", "'" + value + "': " + why);
    }
}
