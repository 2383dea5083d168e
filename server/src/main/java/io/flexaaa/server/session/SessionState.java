package io.flexaaa.server.session;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** {@code STALE}: no report for longer than the interim interval promises. */
public enum SessionState {
    UP,
    STALE,
    ENDED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static SessionState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
