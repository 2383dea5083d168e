package io.flexaaa.server.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names close to one that is unknown, by edit distance, for the decision log. */
final class NearestNames {

    private static final int SHOWN = 3;

    private record Near(String name, int distance) {}

    private NearestNames() {}

    static List<String> find(String wanted, Collection<String> peers, Collection<String> groups) {
        int limit = Math.clamp(wanted.length() / 3, 1, 4);
        List<Near> near = new ArrayList<>();
        collect(wanted, peers, limit, near);
        collect(wanted, groups, limit, near);
        near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
        return near.stream().limit(SHOWN).map(Near::name).toList();
    }

    private static void collect(
            String wanted, Collection<String> names, int limit, List<Near> near) {
        for (String name : names) {
            // A full identity where the mangled name is known, or the other way round, is the
            // likeliest slip.
            if (name.startsWith(wanted + ".")
                    || wanted.startsWith(name + ".")
                    || wanted.equalsIgnoreCase(name)) {
                near.add(new Near(name, 0));
                continue;
            }
            if (Math.abs(name.length() - wanted.length()) > limit) continue;
            int distance = distance(wanted, name, limit);
            if (distance <= limit) near.add(new Near(name, distance));
        }
    }

    /** Levenshtein, given up once every path is beyond {@code limit}. */
    static int distance(String a, String b, int limit) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int best = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, Math.min(row[j], row[j - 1]) + 1);
                best = Math.min(best, row[j]);
            }
            if (best > limit) return limit + 1;
        }
        return row[b.length()];
    }
}
