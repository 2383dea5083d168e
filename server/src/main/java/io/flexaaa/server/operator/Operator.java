package io.flexaaa.server.operator;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** An account that can sign in. The password hash never leaves the store. */
public record Operator(
        long id,
        String name,
        Role role,
        boolean enabled,
        @Nullable Instant lastSignInAt,
        Instant passwordSetAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
