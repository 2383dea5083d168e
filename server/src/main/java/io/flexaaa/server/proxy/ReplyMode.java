package io.flexaaa.server.proxy;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** Whose attributes an Access-Accept of a home server ends up with. */
public enum ReplyMode {
    /** The home server's. */
    HOME,
    /** Only the local user's and group's; the home server only authenticates. */
    LOCAL,
    /** Both; where both say something, the local one wins. */
    MERGE;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ReplyMode of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
