package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What takes one configuration to another, section by section, as {@code show archive config
 * differences} lays it out. Keys take part in the comparison and are shown as asterisks.
 */
public final class ConfigDifference {
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?m)^(.*?\\b(?:key|server-key|password|pre-shared-key(?: local| remote)?)"
                            + " (?:0|hex)) .*$");

    private ConfigDifference() {}

    /** Lines with {@code +}, {@code -} or a blank in front; empty when nothing differs. */
    public static List<String> between(GatewayConfig before, GatewayConfig after) {
        Map<String, List<String>> old = sections(RunningConfig.writeClear(before));
        Map<String, List<String>> fresh = sections(RunningConfig.writeClear(after));
        Set<String> headers = new LinkedHashSet<>(old.keySet());
        headers.addAll(fresh.keySet());
        List<String> out = new ArrayList<>();
        for (String header : headers) {
            section(header, old.get(header), fresh.get(header), out);
        }
        return out;
    }

    /** The lines with their keys as asterisks. */
    static String masked(String lines) {
        return SECRET.matcher(lines).replaceAll("$1 ********");
    }

    private static void section(
            String header,
            @Nullable List<String> old,
            @Nullable List<String> fresh,
            List<String> out) {
        if (old == null || fresh == null) {
            String sign = old == null ? "+" : "-";
            out.add(sign + masked(header));
            for (String line : Objects.requireNonNull(old == null ? fresh : old)) {
                out.add(sign + masked(line));
            }
        } else if (!old.equals(fresh)) {
            out.add(" " + masked(header));
            lines(old, fresh, out);
        }
    }

    /** A longest common subsequence: a section has few lines, and their order may matter. */
    private static void lines(List<String> old, List<String> fresh, List<String> out) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] =
                        old.get(i).equals(fresh.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                i++;
                j++;
            } else if (i < old.size()
                    && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
                out.add("-" + masked(old.get(i++)));
            } else {
                out.add("+" + masked(fresh.get(j++)));
            }
        }
    }

    private static Map<String, List<String>> sections(String text) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> body = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.equals("!") || line.equals("end")) {
                continue;
            }
            if (line.startsWith(" ")) {
                body.add(line);
            } else {
                body = sections.computeIfAbsent(line, unused -> new ArrayList<>());
            }
        }
        return sections;
    }
}
