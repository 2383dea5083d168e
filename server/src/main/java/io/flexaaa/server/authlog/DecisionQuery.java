package io.flexaaa.server.authlog;

import io.flexaaa.server.listing.PageRequest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Filter of the decision log; absent means any. {@code page.q} matches part of peer or sentence.
 */
public record DecisionQuery(
        @Nullable DecisionResult result,
        @Nullable String peer,
        @Nullable String nas,
        @Nullable String reason,
        @Nullable String auditSessionId,
        @Nullable Instant from,
        @Nullable Instant to,
        PageRequest page) {

    public DecisionQuery(
            @Nullable DecisionResult result,
            @Nullable String peer,
            @Nullable String nas,
            @Nullable String reason,
            @Nullable String auditSessionId,
            PageRequest page) {
        this(result, peer, nas, reason, auditSessionId, null, null, page);
    }
}
