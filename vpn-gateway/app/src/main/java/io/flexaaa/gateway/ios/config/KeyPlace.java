package io.flexaaa.gateway.ios.config;

/**
 * Where a key or password stands in a text, so that it can be sealed without touching the rest.
 *
 * @param line 1-based
 * @param start offset in the line of its type digit, or of itself when it has none
 * @param text the key as written, to the end of the line
 * @param clear it is written in clear text
 */
record KeyPlace(int line, int start, String text, boolean clear) {
    @Override
    public String toString() {
        return "KeyPlace[" + line + ":" + start + "]";
    }
}
