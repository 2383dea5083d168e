package io.flexaaa.protocol.policy;

import java.util.List;

/**
 * A value of the merged policy with its provenance.
 *
 * @param overridden the values it beat, weakest first; empty for values that add up
 */
public record Sourced<T>(T value, Source source, List<Sourced<T>> overridden) {
    public static <T> Sourced<T> of(T value, Source source) {
        return new Sourced<>(value, source, List.of());
    }
}
