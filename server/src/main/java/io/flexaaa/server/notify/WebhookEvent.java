package io.flexaaa.server.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What a webhook can be told. */
public enum WebhookEvent {
    SESSION_UP,
    SESSION_DOWN,
    AUTH_REJECT,
    DYNAUTH_RESULT,
    KEY_EXPIRING,
    NAS_SILENT,
    /** Only by {@code POST .../test}. */
    TEST;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    @JsonCreator
    public static WebhookEvent of(String text) {
        return valueOf(text.strip().toUpperCase(Locale.ROOT).replace('.', '_'));
    }
}
