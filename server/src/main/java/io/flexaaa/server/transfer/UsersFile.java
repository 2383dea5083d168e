package io.flexaaa.server.transfer;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FreeRADIUS's {@code users} file: a name and checks on one line, answers on the indented lines
 * below it.
 */
@Component
class UsersFile {
    private static final Pattern PAIR =
            Pattern.compile(
                    "\\s*([A-Za-z0-9._:-]+)\\s*(:=|\\+=|-=|==|!=|<=|>=|=~|!~|=\\*|!\\*|=|<|>)\\s*"
                        + "(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[^,\\s]+)\\s*(,?)\\s*");
    private static final Pattern NAME =
            Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"]+)(?:\\s+(.*))?");
    private final WriteJson writes;

    UsersFile(WriteJson writes) {
        this.writes = writes;
    }

    List<Item> read(String text) {
        List<Item> items = new ArrayList<>();
        RadiusProfile open = null;
        int number = 0;
        for (String raw : text.split("\r?\n", -1)) {
            number++;
            String line = withoutComment(raw);
            if (line.isBlank()) continue;
            if (Character.isWhitespace(line.charAt(0))) {
                if (open == null)
                    throw Formats.unreadable(
                            number, "is indented but follows no name", "begin with a name");
                pairs(open, line, number, false);
                continue;
            }
            if (open != null) items.add(open.item());
            if (line.startsWith("$INCLUDE"))
                throw Formats.unreadable(
                        number, "includes another file", "paste its text here: only this is sent");
            Matcher name = NAME.matcher(line);
            if (!name.matches()) throw Formats.unreadable(number, "has no name", "quote blanks");
            open = new RadiusProfile(unquoted(name.group(1)), number, writes.object());
            String checks = name.group(2);
            if (checks != null) pairs(open, checks, number, true);
        }
        if (open != null) items.add(open.item());
        return items;
    }

    private static void pairs(RadiusProfile profile, String text, int number, boolean check) {
        Matcher pair = PAIR.matcher(text);
        int at = 0;
        while (at < text.length() && !text.substring(at).isBlank()) {
            if (!pair.find(at) || pair.start() != at) {
                profile.problem(
                        "line " + number,
                        "",
                        "is not Attribute = value after column " + (at + 1),
                        "separate pairs by commas and quote values with blanks");
                return;
            }
            String value = unquoted(pair.group(3));
            if (check) profile.check(pair.group(1), pair.group(2), value);
            else profile.reply(pair.group(1), pair.group(2), value);
            at = pair.end();
        }
    }

    /** A # outside quotes ends the line. */
    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != 0) i++;
            else if (quote != 0) quote = c == quote ? 0 : quote;
            else if (c == '"' || c == '\'') quote = c;
            else if (c == '#') return line.substring(0, i);
        }
        return line;
    }

    static String unquoted(String text) {
        if (text.length() < 2 || (text.charAt(0) != '"' && text.charAt(0) != '\'')) return text;
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() - 1) {
                char next = text.charAt(++i);
                out.append(next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next);
            } else out.append(c);
        }
        return out.toString();
    }

    /** Peers and groups as FreeRADIUS answers them; without secrets PSKs are left out. */
    String write(List<ObjectNode> groups, List<ObjectNode> peers, boolean secrets) {
        StringBuilder out =
                new StringBuilder(
                        "# From FlexAAA. The hub sends the password cisco for look-ups; each entry"
                                + " checks it.\n");
        if (!secrets)
            out.append("# Without pre-shared keys: export with secrets=clear for them.\n");
        groups.forEach(g -> entry(out, g, secrets));
        peers.forEach(p -> entry(out, p, secrets));
        return out.toString();
    }

    private static void entry(StringBuilder out, ObjectNode one, boolean secrets) {
        boolean off = one.path("enabled").isBoolean() && !one.path("enabled").asBoolean();
        out.append('\n').append(quoted(one.path("name").asString()));
        out.append(off ? "\tAuth-Type := Reject\n" : "\tCleartext-Password := \"cisco\"\n");
        List<String> replies = new ArrayList<>();
        if (secrets) {
            JsonNode psk = one.path("psk");
            if (psk.has("symmetric") || psk.has("remote")) {
                replies.add("Tunnel-Type = ESP");
                replies.add("Tunnel-Medium-Type = IPv4");
            }
            if (psk.path("symmetric").isString())
                replies.add("Tunnel-Password = " + quoted(psk.path("symmetric").asString()));
            for (String side : List.of("local", "remote"))
                if (psk.path(side).isString())
                    replies.add(
                            "Cisco-AVPair += "
                                    + quoted(
                                            "ipsec:ikev2-password-"
                                                    + side
                                                    + "="
                                                    + psk.path(side).asString()));
        }
        text(replies, one, "framedIp", "Framed-IP-Address = %s");
        text(replies, one, "framedNetmask", "Framed-IP-Netmask = %s");
        if (one.path("framedPool").isString())
            replies.add("Framed-Pool = " + quoted(one.path("framedPool").asString()));
        text(replies, one, "acctInterimSeconds", "Acct-Interim-Interval = %s");
        if (one.path("addrV6").isString()) {
            String[] v6 = one.path("addrV6").asString().split("/", 2);
            replies.add("Cisco-AVPair += " + quoted("ipsec:addrv6=" + v6[0]));
            if (v6.length == 2)
                replies.add("Cisco-AVPair += " + quoted("ipsec:prefix-len=" + v6[1]));
        }
        for (JsonNode pair : one.path("avPairs"))
            replies.add("Cisco-AVPair += " + quoted(pair.asString()));
        for (int i = 0; i < replies.size(); i++)
            out.append('\t').append(replies.get(i)).append(i + 1 < replies.size() ? ",\n" : "\n");
    }

    private static void text(List<String> replies, ObjectNode one, String field, String form) {
        JsonNode value = one.path(field);
        if (value.isValueNode() && !value.isNull()) replies.add(form.formatted(value.asString()));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
