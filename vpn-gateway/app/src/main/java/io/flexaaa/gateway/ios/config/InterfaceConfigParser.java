package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;

/** Reads one interface command, as an {@code interface-config} AV pair carries it. */
public final class InterfaceConfigParser {
    private InterfaceConfigParser() {}

    public sealed interface Result {
        record Command(InterfaceCommand command) implements Result {}

        record Problem(ConfigProblem problem) implements Result {}
    }

    /**
     * @param notes why the command, though good, does nothing here
     */
    record Reading(Result result, List<String> notes) {}

    /** Never throws; {@code no} forms included. */
    public static Result parseLine(String text) {
        return read(text).result();
    }

    static Reading read(String text) {
        List<String> notes = new ArrayList<>();
        return new Reading(parse(text, notes), notes);
    }

    private static Result parse(String text, List<String> notes) {
        Lexer.Line line = Lexer.line(1, text);
        if (line.tokens().isEmpty()) {
            return problem(line, 1, "an empty command", "write an interface command");
        }
        String first = line.tokens().getFirst().text();
        boolean no =
                line.tokens().size() > 1
                        && (first.equalsIgnoreCase("no") || first.equalsIgnoreCase("default"));
        InterfaceDraft draft = new InterfaceDraft("Virtual-Access");
        switch (InterfaceRows.MODE.match(line, no ? 1 : 0, no)) {
            case Mode.Outcome.Failed<InterfaceDraft>(
                            _,
                            int column,
                            String message,
                            String cure) -> {
                return problem(line, column, message, cure);
            }
            case Mode.Outcome.Found<InterfaceDraft>(Row<InterfaceDraft> row, Match match) -> {
                Row.Action<InterfaceDraft> action = no ? row.no() : row.action();
                if (action == null) {
                    return problem(line, 1, "this command has no \"no\" form", "remove it");
                }
                try {
                    action.apply(draft, match);
                } catch (IncompleteLine e) {
                    return problem(
                            line, 1, "the line ends too soon", "say which: " + row.pattern());
                }
                for (Match.Complaint c : match.complaints()) {
                    return problem(line, c.token().column(), c.message(), c.cure());
                }
                notes.addAll(match.notes());
            }
        }
        return draft.commands.isEmpty()
                ? problem(line, 1, "not supported on a virtual-access interface", "remove it")
                : new Result.Command(draft.commands.getLast());
    }

    private static Result problem(Lexer.Line line, int column, String message, String cure) {
        return new Result.Problem(
                new ConfigProblem("interface-config", 1, column, line.text(), message, cure));
    }
}
