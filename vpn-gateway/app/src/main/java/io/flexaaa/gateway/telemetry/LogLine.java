package io.flexaaa.gateway.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Builds one log line of {@code key=value} pairs. A value with a space, a quote or a control
 * character is quoted and escaped, so that what a peer sends cannot start a line or a pair of its
 * own.
 */
public final class LogLine {
    private final StringBuilder text;

    private LogLine(String event) {
        text = new StringBuilder("event=").append(event);
    }

    public static LogLine of(String event) {
        return new LogLine(event);
    }

    /** Adds the pair unless the value is null. */
    public LogLine with(String key, @Nullable Object value) {
        if (value != null) {
            text.append(' ').append(key).append('=').append(quoted(value.toString()));
        }
        return this;
    }

    public LogLine with(Refusal refusal) {
        return with("reason", refusal.reason()).with("detail", refusal.sentence());
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String quoted(String value) {
        boolean plain = !value.isEmpty();
        for (int i = 0; i < value.length() && plain; i++) {
            char c = value.charAt(i);
            plain = c > ' ' && c != '"' && c != '=' && c != '\\' && !Character.isISOControl(c);
        }
        if (plain) {
            return value;
        }
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
