package io.flexaaa.server.dynauth;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/**
 * One session of a job. {@code SENT}: a request is out; {@code SKIPPED}: nothing to send or no
 * longer there; {@code INTERRUPTED}: the server stopped, whether the NAS got it is not known.
 */
public enum ItemState {
    PENDING,
    SENT,
    ACK,
    NAK,
    TIMEOUT,
    ERROR,
    SKIPPED,
    CANCELLED,
    INTERRUPTED;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ItemState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    static ItemState of(DynAuthOutcome outcome) {
        return switch (outcome) {
            case ACK -> ACK;
            case NAK -> NAK;
            case TIMEOUT -> TIMEOUT;
            case ERROR -> ERROR;
        };
    }
}
