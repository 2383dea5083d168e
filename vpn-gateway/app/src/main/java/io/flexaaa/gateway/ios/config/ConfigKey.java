package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A key or password as configured: type 0 (clear text), 6 (sealed) or {@code hex}. Never prints
 * itself.
 *
 * @param sealed the type 6 text it was opened from, null for one written in clear; says nothing
 *     about the key, so that sealing it anew is no change
 */
public record ConfigKey(Form form, String text, @Nullable String sealed) {
    public enum Form {
        CLEAR,
        HEX
    }

    public ConfigKey(Form form, String text) {
        this(form, text, null);
    }

    public static ConfigKey clear(String text) {
        return new ConfigKey(Form.CLEAR, text);
    }

    /** The octets that enter a computation. */
    public byte[] octets() {
        return switch (form) {
            case CLEAR -> text.getBytes(StandardCharsets.UTF_8);
            case HEX -> HexFormat.of().parseHex(text);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigKey key && key.form == form && key.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(form, text);
    }

    @Override
    public String toString() {
        return "ConfigKey[" + text.length() + " characters]";
    }
}
