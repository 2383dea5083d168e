package io.flexaaa.server.policy;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** Conditional sets as the database keeps them. */
public final class ConditionalSets {
    /** So many a peer or group; more is a sign that groups are wanted. */
    public static final int MOST = 16;

    private ConditionalSets() {}

    public static List<ConditionalSet> read(String json) {
        if (json.isEmpty() || json.equals("[]")) return List.of();
        return List.of(JsonMapper.shared().readValue(json, ConditionalSet[].class));
    }

    public static String write(@Nullable List<ConditionalSet> sets) {
        return sets == null || sets.isEmpty() ? "[]" : JsonMapper.shared().writeValueAsString(sets);
    }
}
