package io.flexaaa.gateway.ios.config;

/** Reads one access control entry, as {@code ip:inacl#n=} and {@code ipv6:inacl#n=} carry it. */
public final class AclParser {
    private AclParser() {}

    public sealed interface Result {
        record Entry(AclEntry entry) implements Result {}

        record Problem(ConfigProblem problem) implements Result {}
    }

    /** For example {@code permit tcp any host 10.0.0.1 eq 443}. Never throws. */
    public static Result parseEntry(String text, AccessList.Kind kind) {
        Lexer.Line line = Lexer.line(1, text);
        Mode<AclDraft> mode =
                switch (kind) {
                    case STANDARD -> AclRows.STANDARD_MODE;
                    case EXTENDED -> AclRows.EXTENDED_MODE;
                    case IPV6 -> AclRows.IPV6_MODE;
                };
        if (line.tokens().isEmpty()) {
            return problem(line, 1, "an empty entry", "write for example: permit ip any any");
        }
        AclDraft draft = new AclDraft("", kind);
        switch (mode.match(line, 0, false)) {
            case Mode.Outcome.Failed<AclDraft>(_, int column, String message, String cure) -> {
                return problem(line, column, message, cure);
            }
            case Mode.Outcome.Found<AclDraft>(Row<AclDraft> row, Match match) -> {
                row.action().apply(draft, match);
                for (Match.Complaint c : match.complaints()) {
                    return problem(line, c.token().column(), c.message(), c.cure());
                }
            }
        }
        return !draft.lines.isEmpty() && draft.lines.getFirst() instanceof AclEntry entry
                ? new Result.Entry(entry)
                : problem(line, 1, "not an entry", "write for example: permit ip any any");
    }

    private static Result problem(Lexer.Line line, int column, String message, String cure) {
        return new Result.Problem(
                new ConfigProblem("access-list entry", 1, column, line.text(), message, cure));
    }
}
