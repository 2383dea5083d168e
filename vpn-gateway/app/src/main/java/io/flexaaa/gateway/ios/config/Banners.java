package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes {@code banner [motd|login|exec] ^C ... ^C} out of its delimiters, over several lines if
 * need be, so that the rest of the parser sees one line each.
 */
final class Banners {
    private static final Set<String> ROUTER_BANNERS =
            Set.of(
                    "motd",
                    "login",
                    "exec",
                    "incoming",
                    "slip-ppp",
                    "prompt-timeout",
                    "config-save");

    private Banners() {}

    static List<Lexer.Line> fold(List<Lexer.Line> lines) {
        List<Lexer.Line> folded = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Lexer.Line line = lines.get(i);
            List<Token> words = line.tokens();
            if (words.size() < 2 || !words.getFirst().text().equalsIgnoreCase("banner")) {
                folded.add(line);
                continue;
            }
            boolean router =
                    words.size() > 2
                            && ROUTER_BANNERS.contains(
                                    words.get(1).text().toLowerCase(Locale.ROOT));
            int at = words.get(router ? 2 : 1).start();
            String delimiter = delimiter(line.text(), at);
            if (Character.isLetterOrDigit(delimiter.charAt(0))) {
                // IOS would take the letter as delimiter and read on to its next use; nobody who
                // writes "banner Welcome" means that.
                folded.add(line);
                continue;
            }
            String rest = line.text().substring(at + delimiter.length());
            List<String> body = new ArrayList<>();
            int last = i;
            int end = rest.indexOf(delimiter);
            while (end < 0 && last + 1 < lines.size()) {
                body.add(rest);
                rest = lines.get(++last).text();
                end = rest.indexOf(delimiter);
            }
            if (end < 0) {
                // Never closed: the one line stands for itself, without a delimiter.
                folded.add(line);
                continue;
            }
            body.add(rest.substring(0, end));
            i = last;
            if (!router) {
                // One AV pair holds one line; a longer banner keeps its breaks as blanks.
                String text = String.join(" ", body).strip();
                folded.add(
                        Lexer.line(
                                line.number(),
                                line.text().substring(0, words.getFirst().start())
                                        + "banner "
                                        + text));
            }
        }
        return folded;
    }

    /** {@code ^C} is how show running-config prints the control character. */
    private static String delimiter(String line, int at) {
        return line.startsWith("^C", at) ? "^C" : line.substring(at, at + 1);
    }
}
