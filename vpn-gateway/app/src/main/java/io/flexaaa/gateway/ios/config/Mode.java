package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table of commands that are valid at one place. All rows are walked together, a word at a time,
 * so a line costs its length whatever the number of rows, abbreviations are resolved as IOS does
 * (at each word alone: an exact keyword first, then a unique prefix, then values), and the words
 * that would have fitted are known for help and for messages.
 *
 * @param <B> what the actions write to
 */
public final class Mode<B> {
    /** What came of a line. */
    public sealed interface Outcome<B> {
        record Found<B>(Row<B> row, Match match) implements Outcome<B> {}

        /**
         * @param wordIndex the word that does not fit; the number of words when the line ends too
         *     soon
         */
        record Failed<B>(int wordIndex, int column, String message, String cure)
                implements Outcome<B> {}
    }

    /** One way to read the line so far. */
    private record Thread<B>(Row<B> row, CommandPattern.State state, @Nullable Trail trail) {}

    private record Trail(@Nullable Trail before, Match.Captured captured) {}

    private final String name;
    private final List<Row<B>> rows;

    private Mode(String name, List<Row<B>> rows) {
        this.name = name;
        this.rows = List.copyOf(rows);
    }

    @SafeVarargs
    public static <B> Mode<B> of(String name, List<Row<B>>... tables) {
        List<Row<B>> rows = new ArrayList<>();
        for (List<Row<B>> table : tables) {
            rows.addAll(table);
        }
        return new Mode<>(name, rows);
    }

    public String name() {
        return name;
    }

    List<Row<B>> rows() {
        return rows;
    }

    /** Reads the line from word {@code from}; {@code partial} lets it stop early ({@code no}). */
    public Outcome<B> match(Lexer.Line line, int from, boolean partial) {
        List<Token> words = line.tokens();
        List<Thread<B>> threads = startThreads();
        for (int i = from; i < words.size(); i++) {
            if (words.get(i).text().equals("!") && anyAccepts(threads)) {
                // " ! a remark" behind a command
                return accept(line, threads, i - from, partial, i);
            }
            Step<B> step = step(line, i, threads);
            if (step.failure() != null) {
                return step.failure();
            }
            threads = step.threads();
            if (step.atEnd()) {
                break;
            }
        }
        return accept(line, threads, words.size() - from, partial, words.size());
    }

    /** Words and value labels that may follow the given ones, with each row's help line. */
    public Map<String, String> completions(Lexer.Line line, int words) {
        List<Thread<B>> threads = startThreads();
        for (int i = 0; i < words; i++) {
            Step<B> step = step(line, i, threads);
            if (step.failure() != null) {
                return Map.of();
            }
            threads = step.threads();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (Thread<B> t : threads) {
            if (t.state().accepts) {
                found.putIfAbsent("<cr>", "");
            } else if (t.state().takes instanceof CommandPattern.Node.Word w) {
                found.merge(w.word(), t.row().help(), (a, b) -> a.equals(b) ? a : "");
            } else if (t.state().takes instanceof CommandPattern.Node.Param p) {
                found.putIfAbsent(p.type().label(), p.label());
            }
        }
        return found;
    }

    private List<Thread<B>> startThreads() {
        List<Thread<B>> threads = new ArrayList<>();
        for (Row<B> row : rows) {
            spread(new Thread<>(row, row.pattern().start(), null), threads, seen());
        }
        return threads;
    }

    private static Map<CommandPattern.State, Boolean> seen() {
        return new IdentityHashMap<>();
    }

    /** Follows branches until a word is needed. */
    private static <B> void spread(
            Thread<B> t, List<Thread<B>> into, Map<CommandPattern.State, Boolean> seen) {
        if (seen.put(t.state(), true) != null) {
            return;
        }
        if (t.state().takes != null || t.state().accepts) {
            into.add(t);
            return;
        }
        for (CommandPattern.State next : t.state().next) {
            spread(new Thread<>(t.row(), next, t.trail()), into, seen);
        }
    }

    private record Step<B>(
            List<Thread<B>> threads, boolean atEnd, Outcome.@Nullable Failed<B> failure) {}

    private Step<B> step(Lexer.Line line, int index, List<Thread<B>> threads) {
        Token token = line.tokens().get(index);
        String word = token.text().toLowerCase(Locale.ROOT);
        List<Thread<B>> exact = new ArrayList<>();
        List<Thread<B>> abbreviated = new ArrayList<>();
        Set<String> meant = new LinkedHashSet<>();
        for (Thread<B> t : threads) {
            if (t.state().takes instanceof CommandPattern.Node.Word w) {
                if (w.word().equals(word)) {
                    exact.add(t);
                } else if (abbreviates(word, w.word())) {
                    abbreviated.add(t);
                    meant.add(w.word());
                }
            }
        }
        List<Thread<B>> taken = exact;
        if (exact.isEmpty() && meant.size() > 1) {
            return fail(
                    index,
                    token.column(),
                    "\"" + token.text() + "\" is ambiguous" + in(),
                    "write one of: " + String.join(", ", meant));
        }
        if (exact.isEmpty()) {
            taken = abbreviated;
        }
        boolean rest = false;
        if (taken.isEmpty()) {
            taken = bestParams(token, threads);
            rest =
                    !taken.isEmpty()
                            && taken.getFirst().state().takes instanceof CommandPattern.Node.Param p
                            && p.type() == ParamType.Plain.LINE;
        }
        if (taken.isEmpty()) {
            return refuse(index, token, threads);
        }
        List<Thread<B>> next = new ArrayList<>();
        Map<CommandPattern.State, Boolean> seen = seen();
        for (Thread<B> t : taken) {
            Trail trail = new Trail(t.trail(), capture(line, token, t, rest));
            for (CommandPattern.State s : t.state().next) {
                spread(new Thread<>(t.row(), s, trail), next, seen);
            }
        }
        return new Step<>(next, rest, null);
    }

    /** Numbers are never abbreviated: "1" is not short for "15". */
    private static boolean abbreviates(String word, String keyword) {
        return !word.isEmpty()
                && keyword.startsWith(word)
                && !word.chars().allMatch(Character::isDigit);
    }

    private static <B> Match.Captured capture(
            Lexer.Line line, Token token, Thread<B> t, boolean rest) {
        if (t.state().takes instanceof CommandPattern.Node.Word w) {
            String label = w.label() == null ? "" : w.label();
            return new Match.Captured(label, w.word(), token, true);
        }
        String label = t.state().takes instanceof CommandPattern.Node.Param p ? p.label() : "";
        String text = rest ? line.text().substring(token.start()).stripTrailing() : token.text();
        return new Match.Captured(label, text, token, false);
    }

    /** The pickiest types that take the word; one line type at most, so captures stay plain. */
    private static <B> List<Thread<B>> bestParams(Token token, List<Thread<B>> threads) {
        int best = Integer.MAX_VALUE;
        List<Thread<B>> taken = new ArrayList<>();
        for (Thread<B> t : threads) {
            if (t.state().takes instanceof CommandPattern.Node.Param p
                    && p.type().refuse(token.text()) == null
                    && p.type().rank() <= best) {
                if (p.type().rank() < best) {
                    taken.clear();
                }
                best = p.type().rank();
                taken.add(t);
            }
        }
        return taken;
    }

    private Step<B> refuse(int index, Token token, List<Thread<B>> threads) {
        Expected expected = Expected.of(threads.stream().map(Thread::state).toList());
        return fail(
                index,
                token.column(),
                expected.complaint(token.text(), index, in()),
                expected.cure(token.text()));
    }

    private Outcome<B> accept(
            Lexer.Line line, List<Thread<B>> threads, int taken, boolean partial, int end) {
        for (Thread<B> t : threads) {
            if (t.state().accepts) {
                return found(line, t);
            }
        }
        for (Thread<B> t : threads) {
            if (partial && taken >= t.row().pattern().leadingWords()) {
                return found(line, t);
            }
        }
        Expected expected = Expected.of(threads.stream().map(Thread::state).toList());
        int column = line.text().stripTrailing().length() + 2;
        return new Outcome.Failed<>(
                end, column, "the line ends too soon" + in(), expected.cure(""));
    }

    private static <B> boolean anyAccepts(List<Thread<B>> threads) {
        return threads.stream().anyMatch(t -> t.state().accepts);
    }

    private static <B> Outcome<B> found(Lexer.Line line, Thread<B> t) {
        List<Match.Captured> captured = new ArrayList<>();
        for (Trail at = t.trail(); at != null; at = at.before()) {
            captured.addFirst(at.captured());
        }
        return new Outcome.Found<>(t.row(), new Match(line, captured));
    }

    private Step<B> fail(int index, int column, String message, String cure) {
        return new Step<>(List.of(), true, new Outcome.Failed<>(index, column, message, cure));
    }

    private String in() {
        return name.isEmpty() ? "" : " in " + name;
    }
}
