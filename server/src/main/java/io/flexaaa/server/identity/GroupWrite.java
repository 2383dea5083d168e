package io.flexaaa.server.identity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A group as an operator writes it. */
public record GroupWrite(
        @Nullable String description,
        @Nullable List<String> avPairs,
        @Nullable String framedPool) {}
