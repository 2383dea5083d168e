package io.flexaaa.server.web;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Query parameters that are one of a few words, in lower case as the bodies write them. */
public final class Choices {
    private Choices() {}

    public static <E extends Enum<E>> @Nullable E of(
            String field, @Nullable String text, Class<E> type) {
        if (text == null || text.isBlank()) return null;
        for (E choice : type.getEnumConstants())
            if (choice.name().equalsIgnoreCase(text.trim())) return choice;
        throw ProblemException.invalid(
                field,
                text,
                "is not known",
                Arrays.stream(type.getEnumConstants())
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "one of ", "")));
    }
}
