package io.flexaaa.server.session;

import io.flexaaa.server.listing.PageRequest;

import org.jspecify.annotations.Nullable;

/**
 * Which sessions; without a state: those not ended. {@code page.q} matches peer, address and ids.
 */
public record SessionQuery(
        @Nullable SessionState state,
        boolean includeEnded,
        @Nullable String peer,
        PageRequest page) {}
