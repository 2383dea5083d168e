package io.flexaaa.gateway.ios.config;

/** What a reader of configurations has to say about one, line by line. */
public final class ConfigReport {
    private ConfigReport() {}

    /** Errors, then names that lead nowhere, then lines without effect. */
    public static String of(Parsed parsed) {
        StringBuilder out = new StringBuilder();
        parsed.problems().forEach(problem -> out.append(problem.pretty()));
        parsed.unresolved().forEach(p -> out.append("warning: ").append(p.pretty()));
        for (IgnoredLine line : parsed.ignored()) {
            out.append("note: ")
                    .append(line.file())
                    .append(':')
                    .append(line.line())
                    .append(": ")
                    .append(line.source().strip())
                    .append(" (")
                    .append(line.reason())
                    .append(")\n");
        }
        return out.toString();
    }

    /** The last line of a check. */
    public static String summary(String file, Parsed parsed) {
        return file
                + ": "
                + parsed.problems().size()
                + " errors, "
                + parsed.unresolved().size()
                + " names that lead nowhere, "
                + parsed.ignored().size()
                + " lines without effect";
    }
}
