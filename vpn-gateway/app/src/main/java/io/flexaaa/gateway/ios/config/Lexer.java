package io.flexaaa.gateway.ios.config;

import java.util.ArrayList;
import java.util.List;

/** Splits text into lines and lines into words, as an IOS console does. */
public final class Lexer {
    private Lexer() {}

    /**
     * @param number 1-based @param indent columns of white space before the first word
     */
    public record Line(int number, int indent, String text, List<Token> tokens) {}

    public static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\r\n|\n|\r", -1)) {
            number++;
            // A file saved by an editor on another system may start with a byte order mark.
            String line = number == 1 && raw.startsWith("\ufeff") ? raw.substring(1) : raw;
            lines.add(line(number, line));
        }
        return lines;
    }

    public static Line line(int number, String text) {
        int indent = 0;
        while (indent < text.length() && blank(text.charAt(indent))) {
            indent++;
        }
        return new Line(number, indent, text, tokens(text));
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (blank(c)) {
                at++;
                continue;
            }
            int start = at;
            int close = quote(c) ? closingQuote(text, at) : -1;
            if (close > 0) {
                tokens.add(new Token(text.substring(start + 1, close), start, close + 1));
                at = close + 1;
            } else {
                while (at < text.length() && !blank(text.charAt(at))) {
                    at++;
                }
                tokens.add(new Token(text.substring(start, at), start, at));
            }
        }
        return tokens;
    }

    /**
     * The quote that ends the word opened at {@code from}: the next one before a blank or the end.
     */
    private static int closingQuote(String text, int from) {
        for (int i = from + 1; i < text.length(); i++) {
            if (quote(text.charAt(i)) && (i + 1 == text.length() || blank(text.charAt(i + 1)))) {
                return i;
            }
        }
        return -1;
    }

    /** Straight quotes, and the curly ones that text gets when it passed through a document. */
    static boolean quote(char c) {
        return c == '"' || c == '\u201c' || c == '\u201d' || c == '\u201e';
    }

    static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\u00a0';
    }
}
