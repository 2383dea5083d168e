package io.flexaaa.server.credential;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** One key for both directions, one a direction, or none. */
public enum PskKind {
    SYMMETRIC,
    ASYMMETRIC,
    NONE;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static PskKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
