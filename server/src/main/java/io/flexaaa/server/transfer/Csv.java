package io.flexaaa.server.transfer;

import java.util.ArrayList;
import java.util.List;

/** RFC 4180: quoted fields may hold commas, quotes doubled, and line ends. */
final class Csv {
    private Csv() {}

    record Line(int number, List<String> fields) {}

    static List<Line> parse(String text) {
        List<Line> lines = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int number = 1;
        int began = 1;
        boolean quoted = false;
        boolean wasQuoted = false;
        int i = text.startsWith("\ufeff") ? 1 : 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') number++;
            if (quoted) {
                if (c != '"') field.append(c);
                else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else quoted = false;
            } else if (c == '"' && field.isEmpty() && !wasQuoted) {
                quoted = true;
                wasQuoted = true;
            } else if (c == ',') {
                fields.add(field.toString());
                field.setLength(0);
                wasQuoted = false;
            } else if (c == '\n') {
                fields.add(field.toString());
                if (fields.size() > 1 || !fields.getFirst().isBlank())
                    lines.add(new Line(began, List.copyOf(fields)));
                fields.clear();
                field.setLength(0);
                wasQuoted = false;
                began = number;
            } else if (c != '\r') {
                if (wasQuoted)
                    throw Formats.unreadable(
                            number, "has text after a closing quote", "double quotes inside");
                field.append(c);
            }
        }
        if (quoted) throw Formats.unreadable(began, "has a quote that does not end", "close it");
        fields.add(field.toString());
        if (fields.size() > 1 || !fields.getFirst().isBlank())
            lines.add(new Line(began, List.copyOf(fields)));
        return lines;
    }

    static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain && text.strip().equals(text) ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
