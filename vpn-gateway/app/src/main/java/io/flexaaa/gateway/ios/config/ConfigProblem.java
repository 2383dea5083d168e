package io.flexaaa.gateway.ios.config;

/**
 * A line that cannot be taken, or a name that leads nowhere.
 *
 * @param line 1-based
 * @param column 1-based, where the caret goes
 * @param source the line as written
 * @param message what is wrong
 * @param cure what to do about it
 */
public record ConfigProblem(
        String file, int line, int column, String source, String message, String cure) {

    /** {@code file:line:} the message, the line, a caret, the cure. */
    public String pretty() {
        return file
                + ":"
                + line
                + ": "
                + message
                + "\n  "
                + source
                + "\n  "
                + " ".repeat(Math.max(0, column - 1))
                + "^\n  "
                + cure
                + "\n";
    }
}
