package io.flexaaa.server.dynauth;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** {@code PLANNED} is a dry run; {@code INTERRUPTED}: the server that ran it stopped. */
public enum JobState {
    PLANNED,
    RUNNING,
    DONE,
    CANCELLED,
    INTERRUPTED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
