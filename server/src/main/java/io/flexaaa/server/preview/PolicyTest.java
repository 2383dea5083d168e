package io.flexaaa.server.preview;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What must stay true of a peer's policy at a NAS.
 *
 * @param holds whether it holds now
 * @param got in words, what does not; null when it holds
 */
public record PolicyTest(
        long id,
        String name,
        PolicyTestWrite definition,
        boolean holds,
        @Nullable String got,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
