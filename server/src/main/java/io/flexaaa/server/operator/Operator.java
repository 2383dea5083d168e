package io.flexaaa.server.operator;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An account that can sign in. The password hash never leaves the store.
 *
 * @param oidc whether an OpenID provider vouches for it; it has no password then
 */
public record Operator(
        long id,
        String name,
        Role role,
        boolean enabled,
        boolean oidc,
        @Nullable Instant lastSignInAt,
        Instant passwordSetAt,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
