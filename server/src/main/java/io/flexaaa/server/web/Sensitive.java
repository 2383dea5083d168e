package io.flexaaa.server.web;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** Keeps secrets out of error bodies. */
final class Sensitive {
    private static final List<String> WORDS = List.of("secret", "psk", "password", "token");
    private static final int LONGEST = 200;

    private Sensitive() {}

    /** The value as an error body may repeat it: nothing for a secret, cut when long. */
    static String shown(String field, @Nullable Object value) {
        if (value == null) return "";
        String low = field.toLowerCase(Locale.ROOT);
        if (WORDS.stream().anyMatch(low::contains)) return "";
        String text = String.valueOf(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
