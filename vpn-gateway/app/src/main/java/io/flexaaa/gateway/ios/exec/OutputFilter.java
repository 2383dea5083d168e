package io.flexaaa.gateway.ios.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code | include X}, {@code exclude}, {@code begin}, {@code section}, {@code count}. */
final class OutputFilter {
    private static final List<String> VERBS =
            List.of("include", "exclude", "begin", "section", "count", "json");

    private OutputFilter() {}

    /**
     * The command and its filters. Only a bar with blanks on both sides starts a filter: {@code |
     * include protocol|transport} has one filter with an alternative inside.
     */
    static List<String> split(String text) {
        List<String> stages = new ArrayList<>();
        for (String stage : text.strip().split("\\s+\\|\\s+", -1)) {
            stages.add(stage.strip());
        }
        return stages;
    }

    /** The text after all filters, or a line that begins with {@code %}. */
    static String apply(String text, List<String> filters) {
        String result = text;
        for (String filter : filters) {
            result = one(result, filter);
            if (result.startsWith("%")) {
                return result;
            }
        }
        return result;
    }

    private static String one(String text, String filter) {
        int blank = filter.indexOf(' ');
        String verb = (blank < 0 ? filter : filter.substring(0, blank)).toLowerCase(Locale.ROOT);
        String expression = blank < 0 ? "" : filter.substring(blank + 1).strip();
        List<String> fitting = VERBS.stream().filter(v -> v.startsWith(verb)).toList();
        if (verb.isEmpty() || fitting.size() != 1 || expression.isEmpty()) {
            return "% \""
                    + filter
                    + "\" is not a filter\n  write: | include, exclude, begin, section or count,"
                    + " then an expression; or | json alone\n";
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            return "% \""
                    + expression
                    + "\" is not a regular expression: "
                    + e.getDescription()
                    + "\n";
        }
        Predicate<String> hit = line -> pattern.matcher(line).find();
        List<String> lines = text.lines().toList();
        return switch (fitting.getFirst()) {
            case "include" -> join(lines.stream().filter(hit).toList());
            case "exclude" -> join(lines.stream().filter(hit.negate()).toList());
            case "begin" -> join(lines.stream().dropWhile(hit.negate()).toList());
            case "section" -> join(section(lines, hit));
            case "count" ->
                    "Number of lines which match regexp = "
                            + lines.stream().filter(hit).count()
                            + "\n";
            default -> text;
        };
    }

    /** A line that hits, with the lines indented below it. */
    private static List<String> section(List<String> lines, Predicate<String> hit) {
        List<String> kept = new ArrayList<>();
        int header = -1;
        for (String line : lines) {
            int indent = line.length() - line.stripLeading().length();
            if (header >= 0 && indent > header) {
                kept.add(line);
            } else if (hit.test(line)) {
                kept.add(line);
                header = indent;
            } else {
                header = -1;
            }
        }
        return kept;
    }

    private static String join(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
