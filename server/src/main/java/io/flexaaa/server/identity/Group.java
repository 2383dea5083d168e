package io.flexaaa.server.identity;

import io.flexaaa.server.policy.ConditionalSet;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Attributes that many peers share: what {@code aaa authorization group} asks for. */
public record Group(
        long id,
        String name,
        String description,
        List<String> avPairs,
        @Nullable String framedPool,
        @Nullable String parent,
        @Nullable String addressPool,
        @Nullable String addressPoolV6,
        List<ConditionalSet> conditional,
        long peers,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
