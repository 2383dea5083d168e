package io.flexaaa.gateway.ios.exec;

import io.flexaaa.gateway.ios.config.Lexer;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.ios.config.Mode;
import io.flexaaa.gateway.ios.config.Row;
import io.flexaaa.gateway.ios.show.GatewayView;
import io.flexaaa.gateway.ios.show.ShowCommands;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes exec lines such as {@code sh cry sess det | inc UP} and answers text; what begins with
 * {@code %} is an error. Any thread; never throws.
 */
public final class ExecShell {
    private static final Logger LOG = LoggerFactory.getLogger(ExecShell.class);

    /** What a command writes to. */
    static final class Run {
        final GatewayView view;
        final boolean json;
        String answer = "";

        Run(GatewayView view, boolean json) {
            this.view = view;
            this.json = json;
        }
    }

    private static final Mode<Run> EXEC =
            Mode.of("", shows(), ActionCommands.ROWS, DebugCommands.ROWS, completion());

    private final GatewayView view;

    public ExecShell(GatewayView view) {
        this.view = view;
    }

    private static List<Row<Run>> shows() {
        List<Row<Run>> rows = new ArrayList<>();
        for (ShowCommands.Entry entry : ShowCommands.ALL) {
            Row.Action<Run> run =
                    (r, m) ->
                            r.answer =
                                    r.json
                                            ? Json.write(entry.command().json(r.view, m)) + "\n"
                                            : entry.command().text(r.view, m);
            rows.add(Row.row("show " + entry.pattern(), run).help(entry.help()));
        }
        return rows;
    }

    /** For the completion of a shell: a line begun, in quotes; a blank at its end counts. */
    private static List<Row<Run>> completion() {
        return List.of(
                Row.<Run>row("complete <line:text>", (r, m) -> r.answer = words(m.text("line"))));
    }

    /** Words that may stand next, one a line; values have no words. */
    private static String words(String before) {
        StringBuilder out = new StringBuilder();
        next(before).keySet().stream()
                .filter(word -> Character.isLetter(word.charAt(0)) && word.indexOf(' ') < 0)
                .filter(word -> word.equals(word.toLowerCase(Locale.ROOT)))
                .forEach(word -> out.append(word).append('\n'));
        return out.toString();
    }

    public String execute(String text) {
        List<String> stages = OutputFilter.split(text);
        String command = stages.getFirst();
        if (command.endsWith("?")) {
            return help(command.substring(0, command.length() - 1));
        }
        Lexer.Line line = Lexer.line(1, command);
        if (line.tokens().isEmpty()) {
            return "";
        }
        boolean json = stages.size() == 2 && stages.get(1).equalsIgnoreCase("json");
        return switch (EXEC.match(line, 0, false)) {
            case Mode.Outcome.Failed<Run>(_, int column, String message, String cure) ->
                    error(command, column, message, cure);
            case Mode.Outcome.Found<Run>(Row<Run> row, Match match) -> {
                Run run = new Run(view, json);
                String failure = perform(row, run, match, command);
                if (failure != null) {
                    yield failure;
                }
                // An error is said in full, whatever the filter would let through.
                yield json || run.answer.startsWith("%")
                        ? run.answer
                        : OutputFilter.apply(run.answer, stages.subList(1, stages.size()));
            }
        };
    }

    private static @Nullable String perform(Row<Run> row, Run run, Match match, String command) {
        try {
            row.action().apply(run, match);
            return null;
        } catch (RuntimeException e) {
            // A question the gateway could not answer in time; the session goes on.
            LOG.warn("event=exec command=\"{}\" error=\"{}\"", command, e.toString(), e);
            return "% " + e.getMessage() + "\n";
        }
    }

    private static String error(String command, int column, String message, String cure) {
        return "% "
                + message
                + "\n  "
                + command
                + "\n  "
                + " ".repeat(column - 1)
                + "^\n  "
                + cure
                + "\n";
    }

    /** What may come next; a word begun narrows it, as on a console. */
    private static String help(String before) {
        StringBuilder out = new StringBuilder();
        next(before)
                .forEach((word, help) ->
                        out.append("  %-16s %s".formatted(word, help).stripTrailing())
                                .append('\n'));
        return out.isEmpty() ? "% nothing is known to follow here\n" : out.toString();
    }

    private static Map<String, String> next(String before) {
        Lexer.Line line = Lexer.line(1, before);
        int words = line.tokens().size();
        boolean begun = words > 0 && !before.endsWith(" ");
        String prefix = begun ? line.tokens().getLast().text().toLowerCase(Locale.ROOT) : "";
        Map<String, String> next =
                new LinkedHashMap<>(EXEC.completions(line, begun ? words - 1 : words));
        next.keySet().removeIf(word -> !word.startsWith(prefix));
        return next;
    }
}
