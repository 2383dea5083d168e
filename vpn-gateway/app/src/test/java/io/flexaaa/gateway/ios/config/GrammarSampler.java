package io.flexaaa.gateway.ios.config;

import java.util.List;
import java.util.Random;

/** Makes random lines out of the grammar's own patterns. */
final class GrammarSampler {
    private final Random random;

    GrammarSampler(Random random) {
        this.random = random;
    }

    String line(Row<?> row) {
        StringBuilder out = new StringBuilder();
        walk(row.pattern().root(), out);
        return out.toString().strip();
    }

    private void walk(CommandPattern.Node node, StringBuilder out) {
        switch (node) {
            case CommandPattern.Node.Word(String word, _) -> out.append(word).append(' ');
            case CommandPattern.Node.Param(_, ParamType type) ->
                    out.append(value(type)).append(' ');
            case CommandPattern.Node.Seq(List<CommandPattern.Node> parts) ->
                    parts.forEach(p -> walk(p, out));
            case CommandPattern.Node.Alt(List<CommandPattern.Node> options) ->
                    walk(options.get(random.nextInt(options.size())), out);
            case CommandPattern.Node.Opt(CommandPattern.Node body) -> {
                if (random.nextBoolean()) {
                    walk(body, out);
                }
            }
            case CommandPattern.Node.Repeat(CommandPattern.Node body, boolean once) -> {
                int times = random.nextInt(3) + (once ? 1 : 0);
                for (int i = 0; i < times; i++) {
                    walk(body, out);
                }
            }
        }
    }

    private String value(ParamType type) {
        return switch (type) {
            case ParamType.Number(long low, long high) ->
                    Long.toString(low + (long) (random.nextDouble() * (high - low)));
            case ParamType.Plain plain -> plain(plain);
        };
    }

    private String plain(ParamType.Plain type) {
        return switch (type) {
            case IP -> "10." + random.nextInt(256) + ".0." + random.nextInt(256);
            case IP6 -> "2001:db8::" + Integer.toHexString(random.nextInt(65536));
            case MASK -> pick("255.255.255.0", "255.0.0.0", "0.0.0.0", "255.255.255.255");
            case PREFIX -> "10.0.0.0/" + random.nextInt(33);
            case PREFIX6 -> "2001:db8::/" + random.nextInt(129);
            case IFNAME -> pick("g1", "Loopback0", "tun3", "Virtual-Template1", "g0/0/1");
            case IFTYPE -> pick("virtual-template", "loopback", "gigabitethernet");
            case IFNUMBER -> Integer.toString(random.nextInt(9));
            case PORT -> pick("www", "22", "domain", "65535");
            case PROTOCOL -> pick("gre", "esp", "99", "ospf");
            case ICMP -> pick("echo", "unreachable", "5", "ttl-exceeded");
            case ICMP6 -> pick("echo-request", "nd-ns", "1");
            case DSCP -> pick("ef", "af41", "cs1", "7");
            case HEX -> pick("00ff", "AB", "0123456789abcdef");
            case DELIMITER -> pick(".", "@", "\\");
            case NAME -> pick("default", "A", "b-1", "x.example.com", "10.0.0.1", "no", "Z9");
            case TEXT -> pick("\"ip mtu 1400\"", "word", "\"\"", "\"a \"b\" c\"", "“x y”");
            case LINE -> pick("free text", "0 zero", "7 seven", "\"quoted\"", "! bang", "x  y");
        };
    }

    private String pick(String... options) {
        return options[random.nextInt(options.length)];
    }
}
