package io.flexaaa.server.authlog;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What the server did with a request. */
public enum DecisionResult {
    ACCEPT,
    REJECT,
    DROP,
    CHALLENGE;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DecisionResult of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
