package io.flexaaa.server.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists of codes in one text column. */
final class Words {

    private Words() {}

    static <T> String join(Collection<T> values, Function<T, String> code) {
        return values.stream().map(code).distinct().collect(Collectors.joining(" "));
    }

    /** A word that is no code any more is left out. */
    static <T> List<T> split(String text, Function<String, Optional<T>> ofCode) {
        List<T> found = new ArrayList<>();
        for (String word : text.split(" ", -1)) ofCode.apply(word).ifPresent(found::add);
        return found;
    }
}
