package io.flexaaa.gateway.ios.config;

/**
 * A word of a line.
 *
 * @param text without quotes
 * @param start offset in the line
 * @param end offset after the last character, closing quote included
 */
public record Token(String text, int start, int end) {
    public int column() {
        return start + 1;
    }
}
