package io.flexaaa.gateway.ios.config;

/** All that the parser says about a text, for golden files. */
final class Report {
    private Report() {}

    static String of(Parsed parsed) {
        StringBuilder out = new StringBuilder();
        out.append("== problems\n");
        parsed.problems().forEach(p -> out.append(p.pretty()));
        out.append("== unresolved\n");
        parsed.unresolved().forEach(p -> out.append(p.pretty()));
        out.append("== ignored\n");
        parsed.ignored()
                .forEach(i ->
                        out.append(i.line())
                                .append(": ")
                                .append(i.source())
                                .append("  -- ")
                                .append(i.reason())
                                .append('\n'));
        out.append("== running-config\n").append(RunningConfig.write(parsed.config()));
        return out.toString();
    }
}
