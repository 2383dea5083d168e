package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The value of {@code ip:interface-config}: one command of an IOS interface. A command in this
 * table must have legal arguments; one that is not in it is the hub's business.
 */
final class InterfaceLine {
    private record Form(String command, ValueRule.Check arguments) {}

    private static final List<Form> FORMS =
            List.of(
                    number("mtu", 64, 9216),
                    number("ip mtu", 68, 9976),
                    number("ipv6 mtu", 1280, 9976),
                    number("ip tcp adjust-mss", 500, 1460),
                    number("ipv6 tcp adjust-mss", 40, 1440),
                    number("bandwidth", 1, 10_000_000),
                    number("load-interval", 30, 600),
                    new Form("description", InterfaceLine::something),
                    new Form("vrf forwarding", ValueRule::oneWord),
                    new Form("ip vrf forwarding", ValueRule::oneWord),
                    new Form("ip unnumbered", InterfaceLine::something),
                    new Form("ip address", InterfaceLine::ipAddress),
                    new Form("ipv6 address", InterfaceLine::ipv6Address),
                    new Form("ip access-group", InterfaceLine::filter),
                    new Form("ipv6 traffic-filter", InterfaceLine::filter),
                    oneOf("service-policy", "(input|output) \\S+", "input or output and a name"),
                    oneOf("crypto ipsec df-bit", "clear|set|copy", "clear, set or copy"),
                    oneOf("ip nat", "(inside|outside).*", "inside or outside"));

    private InterfaceLine() {}

    static void check(String line) throws DecodeException {
        String words = line.strip().replaceAll("\\s+", " ");
        // `no` takes less than the command itself; the hub knows how much.
        if (words.startsWith("no ")) return;
        Form form = find(words);
        if (form == null) return;
        String arguments = words.substring(form.command.length()).strip();
        try {
            form.arguments.check(arguments);
        } catch (DecodeException e) {
            throw new DecodeException(form.command, String.valueOf(e.getMessage()));
        }
    }

    /** The row whose command the line begins with, the longest one. */
    private static @Nullable Form find(String words) {
        Form best = null;
        for (Form form : FORMS) {
            if ((words + " ").startsWith(form.command + " ")
                    && (best == null || form.command.length() > best.command.length())) {
                best = form;
            }
        }
        return best;
    }

    private static Form number(String command, int min, int max) {
        return new Form(command, value -> ValueRule.within(value, min, max));
    }

    private static Form oneOf(String command, String regex, String wanted) {
        return new Form(
                command,
                value -> {
                    if (!value.matches(regex))
                        throw new DecodeException("'" + value + "'", "not " + wanted);
                });
    }

    private static void something(String value) throws DecodeException {
        if (value.isEmpty()) throw new DecodeException("argument", "missing");
    }

    private static void ipAddress(String value) throws DecodeException {
        String[] words = value.split(" ");
        if (words.length == 1 && words[0].matches("negotiated|dhcp")) return;
        if (words.length < 2) {
            throw new DecodeException("'" + value + "'", "not an address and a mask");
        }
        Addresses.ipv4(words[0]);
        Addresses.maskLength(Addresses.ipv4(words[1]));
    }

    private static void ipv6Address(String value) throws DecodeException {
        String word = value.split(" ")[0];
        if (word.indexOf(':') < 0) return; // A prefix name, autoconfig, dhcp or negotiated.
        int slash = word.indexOf('/');
        if (slash < 0) {
            Addresses.ipv6(word);
            return;
        }
        IpPrefix.parse(word);
    }

    private static void filter(String value) throws DecodeException {
        if (!value.matches("\\S+ (in|out)")) {
            throw new DecodeException("'" + value + "'", "not a list name and in or out");
        }
    }
}
