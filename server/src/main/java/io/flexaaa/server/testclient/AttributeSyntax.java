package io.flexaaa.server.testclient;

import io.flexaaa.server.testclient.TestRequest.NamedValue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attribute lines radclient takes: {@code User-Name = "x", NAS-Port = 5}, separated by commas
 * or line ends; {@code #} begins a comment.
 */
final class AttributeSyntax {
    private static final Pattern PAIR =
            Pattern.compile(
                    "\\s*([A-Za-z][A-Za-z0-9-]*(?::\\d+)?)\\s*(?::=|\\+=|==|=)\\s*"
                            + "(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^,\\s\"'][^,]*?)\\s*(?:,|$)");

    private AttributeSyntax() {}

    static List<NamedValue> parse(String text) {
        List<NamedValue> pairs = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R")) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) continue;
            parseLine(line.strip(), number, pairs);
        }
        return pairs;
    }

    private static void parseLine(String line, int number, List<NamedValue> pairs) {
        Matcher m = PAIR.matcher(line);
        int at = 0;
        while (at < line.length()) {
            m.region(at, line.length());
            if (!m.lookingAt())
                throw new IllegalArgumentException(
                        "line "
                                + number
                                + ", column "
                                + (at + 1)
                                + ": expected Name = value at '"
                                + line.substring(at)
                                + "'");
            pairs.add(new NamedValue(m.group(1), unquoted(m.group(2))));
            at = m.end();
        }
    }

    private static String unquoted(String text) {
        if (text.startsWith("'")) return text.substring(1, text.length() - 1);
        if (!text.startsWith("\"")) return text.strip();
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() - 1) {
                char next = text.charAt(++i);
                out.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            default -> next;
                        });
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
