package io.flexaaa.server.dynauth;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** How an exchange ended; {@code ERROR}: nothing could be sent. */
public enum DynAuthOutcome {
    ACK,
    NAK,
    TIMEOUT,
    ERROR;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
