package io.flexaaa.gateway.ios.config;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A key or password as configured: type 0 (clear text) or {@code hex}. Never prints itself. */
public record ConfigKey(Form form, String text) {
    public enum Form {
        CLEAR,
        HEX
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
    public String toString() {
        return "ConfigKey[" + text.length() + " characters]";
    }
}
