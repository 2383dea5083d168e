package io.flexaaa.protocol.avpair;

import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every AV pair a FlexVPN hub knows. Adding one is adding a row to {@link LocalPairs} or {@link
 * PushedPairs}.
 */
public final class AvPairCatalogue {
    /** Something wrong with a pair, in words, and what to do about it. */
    public record Problem(int index, String value, String message, String cure, boolean warning) {}

    /** Opens a placeholder of a template, whose text nobody can check before it is filled in. */
    private static final String PLACEHOLDER = "{{";

    private static final List<AvPairType> ROWS =
            Stream.concat(LocalPairs.ROWS.stream(), PushedPairs.ROWS.stream()).toList();

    private static final Map<String, List<AvPairType>> BY_PAIR = new HashMap<>();
    private static final Map<String, List<AvPairType>> BY_NAME = new HashMap<>();

    static {
        for (AvPairType row : ROWS) {
            String name = row.name().toLowerCase(Locale.ROOT);
            BY_PAIR.computeIfAbsent(row.protocol() + ":" + name, _ -> new ArrayList<>()).add(row);
            BY_NAME.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
        }
    }

    private AvPairCatalogue() {}

    public static List<AvPairType> all() {
        return ROWS;
    }

    /**
     * The row for a pair, by protocol and name without regard to case; null when unknown. Where the
     * value's first word decides, the row of that form, or the first one when there is no such
     * form.
     */
    public static @Nullable AvPairType find(AvPair pair) {
        String name = pair.baseName().toLowerCase(Locale.ROOT);
        List<AvPairType> rows =
                pair.protocol().isEmpty()
                        ? BY_NAME.get(name)
                        : BY_PAIR.get(pair.protocol().toLowerCase(Locale.ROOT) + ":" + name);
        if (rows == null) return null;
        AvPairType first = rows.getFirst();
        if (first.form() == null) return first;
        String value = pair.value().strip();
        int blank = value.indexOf(' ');
        String word = blank < 0 ? value : value.substring(0, blank);
        for (AvPairType row : rows) {
            if (word.equals(row.form())) return row;
        }
        return first;
    }

    /** What is wrong with one pair; an unknown name is a warning, because it is sent as typed. */
    public static List<Problem> validate(String text) {
        return validate(List.of(text));
    }

    public static List<Problem> validate(List<String> texts) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Problem problem = check(i, texts.get(i));
            if (problem != null) problems.add(problem);
        }
        return problems;
    }

    private static @Nullable Problem check(int index, String text) {
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        if (octets > AvPair.MAX_OCTETS) {
            return wrong(
                    index,
                    text,
                    "has " + octets + " octets",
                    "at most 247 fit into one Cisco-AVPair: shorten or split it");
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            return wrong(index, text, "holds a control character", "remove it");
        }
        AvPair pair;
        try {
            pair = AvPair.parse(text);
        } catch (DecodeException e) {
            return wrong(
                    index, text, "is not name=value", "write it like ipsec:dns-servers=10.0.0.53");
        }
        AvPairType type = find(pair);
        if (type == null) {
            return new Problem(
                    index,
                    text,
                    "'" + pair.name() + "' is not a FlexVPN AV pair",
                    "it will be sent as typed; " + nearest(pair),
                    true);
        }
        String problem = problem(type, pair);
        return problem == null
                ? null
                : wrong(
                        index,
                        text,
                        problem,
                        "write " + grammar(type) + ", for example " + type.example());
    }

    private static @Nullable String problem(AvPairType type, AvPair pair) {
        if (pair.value().isBlank()) return "has no value";
        if (pair.value().contains(PLACEHOLDER)) return null;
        try {
            type.rule().check().check(pair.value());
            return null;
        } catch (DecodeException e) {
            return e.getMessage();
        }
    }

    /** Of all forms: the wrong word may be the one that chooses the form. */
    private static String grammar(AvPairType type) {
        if (type.form() == null) return type.grammar();
        return String.join(
                " | ",
                ROWS.stream()
                        .filter(row -> row.pair().equals(type.pair()))
                        .map(AvPairType::grammar)
                        .toList());
    }

    private static Problem wrong(int index, String text, String message, String cure) {
        return new Problem(index, text, message, cure, false);
    }

    private static String nearest(AvPair pair) {
        AvPairType best = ROWS.getFirst();
        int bestDistance = Integer.MAX_VALUE;
        for (AvPairType row : ROWS) {
            int distance = EditDistance.between(pair.baseName(), row.name());
            if (distance < bestDistance) {
                bestDistance = distance;
                best = row;
            }
        }
        return "the nearest known one is " + best.pair();
    }
}
