package io.flexaaa.server.authlog;

import io.flexaaa.server.listing.PageRequest;

import org.jspecify.annotations.Nullable;

/**
 * Filter of the decision log; absent means any. {@code page.q} matches part of peer or sentence.
 */
public record DecisionQuery(
        @Nullable DecisionResult result,
        @Nullable String peer,
        @Nullable String nas,
        @Nullable String reason,
        @Nullable String auditSessionId,
        PageRequest page) {}
