package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

/** Lines with the indentation of show running-config; skips what is not set. */
final class Writer {
    private final StringBuilder out = new StringBuilder();
    private final boolean sealedKeys;

    /**
     * @param sealedKeys keys that were read sealed are written so
     */
    Writer(boolean sealedKeys) {
        this.sealedKeys = sealedKeys;
    }

    Writer line(String text) {
        out.append(text).append('\n');
        return this;
    }

    /** {@code !}, which sets sections apart; never two in a row. */
    Writer bang() {
        int end = out.length();
        return end > 2 && out.substring(end - 3).equals("\n!\n") ? this : line("!");
    }

    /** A line only when {@code condition}. */
    Writer when(boolean condition, String text) {
        return condition ? line(text) : this;
    }

    /** {@code prefix value}, unless there is none. */
    Writer value(String prefix, @Nullable Object value) {
        return value == null ? this : line(prefix + " " + value);
    }

    String key(ConfigKey key) {
        return switch (key.form()) {
            // The explicit 0 lets a key start with a digit and a blank.
            case CLEAR ->
                    key.sealed() == null || !sealedKeys ? "0 " + key.text() : "6 " + key.sealed();
            case HEX -> "hex " + key.text();
        };
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
