package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much weight a revocation check has. */
public enum CheckMode {
    OFF,
    /** What is known to be revoked is refused; what cannot be found out is let in. */
    SOFT,
    /** What cannot be found out is refused, too. */
    HARD;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CheckMode> ofCode(String code) {
        return Arrays.stream(values()).filter(m -> m.code().equals(code)).findFirst();
    }
}
