package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Text of a configuration to {@link GatewayConfig}. Never throws, whatever the text. Lines may be
 * indented as {@code show running-config} prints them, or flat as one types them.
 */
public final class ConfigParser {
    static final Mode<ConfigDraft> GLOBAL =
            Mode.of(
                    "",
                    AaaRows.GLOBAL,
                    RadiusRows.GLOBAL,
                    Ikev2Rows.GLOBAL,
                    Ikev2RedirectRows.GLOBAL,
                    IpsecRows.GLOBAL,
                    PkiRows.GLOBAL,
                    InterfaceRows.GLOBAL,
                    AclRows.GLOBAL,
                    NetworkRows.GLOBAL,
                    HousekeepingRows.GLOBAL);

    /** An open section: its commands, what they write to, and how its lines are indented. */
    private static final class Level<B> {
        final Mode<B> mode;
        final B draft;
        final int headerIndent;
        final @Nullable String skipped;

        /** Its lines stand to the right of its header, so one that does not is outside. */
        boolean indentedBody;

        Level(Mode<B> mode, B draft, int headerIndent, @Nullable String skipped) {
            this.mode = mode;
            this.draft = draft;
            this.headerIndent = headerIndent;
            this.skipped = skipped;
        }
    }

    private record Pending(String file, Lexer.Line line, Match.Reference reference) {}

    private record Later(String file, Lexer.Line line, Match.Later check) {}

    /** Files that include files; more are a loop. */
    private static final int MOST_DEEP = 8;

    private final ConfigFiles files;
    private final Deque<String> reading = new ArrayDeque<>();
    private String file;
    private final ConfigDraft draft = new ConfigDraft();
    private final Deque<Level<?>> levels = new ArrayDeque<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<IgnoredLine> ignored = new ArrayList<>();
    private final List<Pending> references = new ArrayList<>();
    private final List<Later> later = new ArrayList<>();
    private final List<KeyPlace> keys = new ArrayList<>();

    private ConfigParser(String file, ConfigFiles files) {
        this.file = file;
        this.files = files;
        reading.push(file);
        levels.push(new Level<>(GLOBAL, draft, -1, null));
    }

    /**
     * @param fileName for messages only
     */
    public static Parsed parse(String text, String fileName) {
        return parse(text, fileName, ConfigFiles.NONE);
    }

    /**
     * @param fileName for messages, and where relative includes start from
     */
    static Parsed parse(String text, String fileName, ConfigFiles files) {
        ConfigParser parser = new ConfigParser(fileName, files);
        parser.lines(text);
        List<ConfigProblem> unresolved = parser.unresolved();
        parser.judge(unresolved);
        return new Parsed(
                parser.draft.build(), parser.problems, unresolved, parser.ignored, parser.keys);
    }

    private void lines(String text) {
        for (Lexer.Line line : Banners.fold(Lexer.lines(text))) {
            line(line);
        }
    }

    /** The lines of other files, as if they stood here, at the outermost level. */
    private void include(Lexer.Line line, String pattern) {
        if (!files.includes() || reading.size() > MOST_DEEP) {
            problem(
                    line,
                    1,
                    files.includes()
                            ? "files include one another more than " + MOST_DEEP + " deep"
                            : "nothing can be included here",
                    files.includes() ? "do they go round in a circle?" : "write the lines here");
            return;
        }
        String outer = file;
        try {
            for (ConfigFiles.Source source : files.included(outer, pattern)) {
                reading.push(source.name());
                file = source.name();
                lines(source.text());
                while (levels.size() > 1) {
                    levels.pop();
                }
                reading.pop();
                file = outer;
            }
        } catch (IOException | InvalidPathException e) {
            file = outer;
            problem(line, 1, "cannot be read: " + e, "correct the path or take the line out");
        }
    }

    private void line(Lexer.Line line) {
        if (line.tokens().isEmpty() || line.tokens().getFirst().text().startsWith("!")) {
            return;
        }
        closeSections(line);
        Level<?> level = levels.element();
        if (level.skipped != null) {
            skipped(line, level.skipped, level.headerIndent);
            return;
        }
        String word = line.tokens().getFirst().text().toLowerCase(Locale.ROOT);
        if (word.equals("exit") && line.tokens().size() == 1) {
            if (levels.size() > 1) {
                levels.pop();
            }
            return;
        }
        if (levels.size() > 1 && line.indent() <= level.headerIndent) {
            flat(line);
        } else {
            level.indentedBody = levels.size() > 1;
            run(level, line);
        }
    }

    /** A line left of the section's own lines ends it; one as far left as its header may. */
    private void closeSections(Lexer.Line line) {
        while (levels.size() > 1 && line.indent() < levels.element().headerIndent) {
            levels.pop();
        }
    }

    private void skipped(Lexer.Line line, String why, int headerIndent) {
        if (line.indent() > headerIndent) {
            ignored.add(new IgnoredLine(file, line.number(), line.text().strip(), why));
        } else {
            levels.pop();
            line(line);
        }
    }

    /**
     * Not indented under its header: typed flat, or the section is over. As on a console the inner
     * section has the first word, then those around it; but a line spelt out in full for an outer
     * one is not taken as an abbreviation in an inner one.
     */
    private void flat(Lexer.Line line) {
        List<Level<?>> candidates = new ArrayList<>();
        for (Level<?> level : levels) {
            candidates.add(level);
            if (line.indent() > level.headerIndent) {
                break;
            }
        }
        candidates.removeIf(l -> l.indentedBody && l != candidates.getLast() || l.skipped != null);
        Level<?> best = candidates.getFirst();
        int bestScore = Integer.MIN_VALUE;
        for (Level<?> level : candidates) {
            int score = score(level, line);
            if (score > bestScore) {
                best = level;
                bestScore = score;
            }
        }
        while (levels.element() != best) {
            levels.pop();
        }
        run(best, line);
    }

    /** How well a line fits: in full, abbreviated, or only so many words of it. */
    private static <B> int score(Level<B> level, Lexer.Line line) {
        return switch (attempt(level, line)) {
            case Mode.Outcome.Found<B>(_, Match match) -> match.abbreviated() ? 1000 : 2000;
            case Mode.Outcome.Failed<B>(int words, _, _, _) -> Math.min(words, 999);
        };
    }

    private static <B> Mode.Outcome<B> attempt(Level<B> level, Lexer.Line line) {
        boolean no = negated(line);
        return level.mode.match(line, no ? 1 : 0, no);
    }

    private static boolean negated(Lexer.Line line) {
        String first = line.tokens().getFirst().text().toLowerCase(Locale.ROOT);
        return line.tokens().size() > 1 && (first.equals("no") || first.equals("default"));
    }

    private static boolean defaulted(Lexer.Line line) {
        return line.tokens().getFirst().text().equalsIgnoreCase("default");
    }

    private <B> void run(Level<B> level, Lexer.Line line) {
        switch (attempt(level, line)) {
            case Mode.Outcome.Found<B>(Row<B> row, Match match) -> apply(level, line, row, match);
            case Mode.Outcome.Failed<B>(_, int column, String message, String cure) -> {
                problem(line, column, message, cure);
                // What is indented below a line we could not read belongs to that line.
                levels.push(
                        new Level<>(
                                SkippedSection.MODE,
                                new SkippedSection(),
                                line.indent(),
                                "belongs to line " + line.number() + ", which is wrong"));
            }
        }
    }

    private <B> void apply(Level<B> level, Lexer.Line line, Row<B> row, Match match) {
        if (negated(line)) {
            Row.Action<B> no =
                    defaulted(line) && row.byDefault() != null ? row.byDefault() : row.no();
            if (no == null) {
                problem(line, 1, "this command has no \"no\" form", "remove the line");
            } else {
                try {
                    no.apply(level.draft, match);
                } catch (IncompleteLine e) {
                    problem(
                            line,
                            line.text().stripTrailing().length() + 2,
                            "the line ends too soon",
                            "say which: " + row.pattern());
                }
            }
            return;
        }
        match.masterKey(files.masterKey());
        row.action().apply(level.draft, match);
        KeyPlace key = match.keyPlace();
        if (key != null && reading.size() == 1) {
            keys.add(key);
        }
        for (Match.Complaint c : match.complaints()) {
            problem(line, c.token().column(), c.message(), c.cure());
        }
        for (String note : match.notes()) {
            ignored.add(new IgnoredLine(file, line.number(), line.text().strip(), note));
        }
        for (Match.Reference reference : match.references()) {
            references.add(new Pending(file, line, reference));
        }
        for (Match.Later check : match.later()) {
            later.add(new Later(file, line, check));
        }
        String include = match.include();
        if (include != null) {
            include(line, include);
        }
        Match.Entered<?> entered = match.entered();
        if (entered != null) {
            enter(entered, line, match);
        }
    }

    private <C> void enter(Match.Entered<C> entered, Lexer.Line line, Match match) {
        String skipped =
                entered.mode().rows().isEmpty()
                        ? match.notes().isEmpty() ? "ignored" : match.notes().getFirst()
                        : null;
        levels.push(new Level<>(entered.mode(), entered.draft(), line.indent(), skipped));
    }

    private void problem(Lexer.Line line, int column, String message, String cure) {
        problems.add(new ConfigProblem(file, line.number(), column, line.text(), message, cure));
    }

    private void judge(List<ConfigProblem> incomplete) {
        for (Later l : later) {
            Match.Later c = l.check();
            if (c.wrong().getAsBoolean()) {
                (c.fatal() ? problems : incomplete)
                        .add(
                                new ConfigProblem(
                                        l.file(),
                                        l.line().number(),
                                        c.token().column(),
                                        l.line().text(),
                                        c.message(),
                                        c.cure()));
            }
        }
    }

    /** Names are looked up at the end: IOS lets a line point at something defined further down. */
    private List<ConfigProblem> unresolved() {
        List<ConfigProblem> found = new ArrayList<>();
        for (Pending p : references) {
            RefKind kind = p.reference().kind();
            String name = p.reference().name();
            if (!draft.defines(kind, name)) {
                List<String> near = Expected.nearest(name, draft.names(kind));
                found.add(
                        new ConfigProblem(
                                p.file(),
                                p.line().number(),
                                p.reference().token().column(),
                                p.line().text(),
                                kind.label() + " \"" + name + "\" is not defined",
                                near.isEmpty()
                                        ? "add: " + kind.definition(name)
                                        : "did you mean "
                                                + String.join(", ", near)
                                                + "? else add: "
                                                + kind.definition(name)));
            }
        }
        return found;
    }
}
