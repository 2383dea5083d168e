package io.flexaaa.server.session;

import io.flexaaa.server.listing.PageRequest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which sessions; without a state: those not ended. {@code page.q} matches peer, address and ids.
 *
 * @param nas the NAS's name
 * @param from sessions that lasted until then or longer
 * @param to sessions that began before
 */
public record SessionQuery(
        @Nullable SessionState state,
        boolean includeEnded,
        @Nullable String peer,
        @Nullable String group,
        @Nullable String nas,
        @Nullable Instant from,
        @Nullable Instant to,
        PageRequest page) {

    /** At any time, of any group and NAS. */
    public SessionQuery(
            @Nullable SessionState state,
            boolean includeEnded,
            @Nullable String peer,
            PageRequest page) {
        this(state, includeEnded, peer, null, null, null, null, page);
    }
}
