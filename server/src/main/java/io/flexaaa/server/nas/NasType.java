package io.flexaaa.server.nas;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** What kind of device asks. */
public enum NasType {
    /** A Cisco IOS or IOS-XE hub. */
    FLEXVPN,
    /** Our own gateway. */
    FLEXAAA,
    OTHER;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static NasType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
