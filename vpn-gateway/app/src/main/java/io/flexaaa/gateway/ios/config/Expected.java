package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What could have stood where a word does not fit; words it into a message and a cure. */
record Expected(List<String> keywords, List<ParamType> types, boolean end) {
    private static final int SHOWN = 12;

    static Expected of(List<CommandPattern.State> states) {
        Set<String> keywords = new LinkedHashSet<>();
        Set<ParamType> types = new LinkedHashSet<>();
        boolean end = false;
        for (CommandPattern.State state : states) {
            switch (state.takes) {
                case CommandPattern.Node.Word w -> keywords.add(w.word());
                case CommandPattern.Node.Param p -> types.add(p.type());
                case null, default -> end = true;
            }
        }
        return new Expected(List.copyOf(keywords), List.copyOf(types), end);
    }

    String complaint(String word, int index, String in) {
        if (keywords.isEmpty() && types.size() == 1) {
            String why = types.getFirst().refuse(word);
            if (why != null) {
                return why;
            }
        }
        if (keywords.isEmpty() && types.isEmpty()) {
            return "nothing may follow here, found \"" + word + "\"";
        }
        return index == 0
                ? "\"" + word + "\" is not a command" + in
                : "\"" + word + "\" does not fit here" + in;
    }

    /** The nearest keywords, else all of them. */
    String cure(String word) {
        if (keywords.isEmpty() && types.isEmpty()) {
            return "remove it";
        }
        List<String> near = nearest(word, keywords);
        if (!near.isEmpty()) {
            return "did you mean: " + String.join(", ", near) + "?";
        }
        List<String> all = new ArrayList<>(keywords);
        all.sort(Comparator.naturalOrder());
        for (ParamType type : types) {
            all.add(type.label());
        }
        if (end) {
            all.add("the end of the line");
        }
        String shown = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
        return "expected: " + shown + (all.size() > SHOWN ? ", ..." : "");
    }

    /** Up to three words a slip of the fingers away from {@code word}. */
    static List<String> nearest(String word, List<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean number = lower.chars().allMatch(Character::isDigit);
        if (number || lower.length() < 2 || lower.length() > 40) {
            return List.of();
        }
        int limit = Math.max(1, lower.length() / 3);
        record Candidate(String word, int distance) {}
        return known.stream()
                .map(k -> new Candidate(k, distance(lower, k.toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance() <= limit)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
                .map(Candidate::word)
                .distinct()
                .limit(3)
                .toList();
    }

    /** Levenshtein's, where two neighbours swapped count as one slip. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
