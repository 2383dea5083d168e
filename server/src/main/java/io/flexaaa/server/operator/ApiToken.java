package io.flexaaa.server.operator;

import io.flexaaa.server.permission.Permission;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/** A program's credential: what it may do and until when. The token itself is shown once. */
public record ApiToken(
        long id,
        long operatorId,
        String name,
        String owner,
        String prefix,
        Set<Permission> permissions,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
