package io.flexaaa.server.user;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A person who logs in, without password and second factor. */
public record User(
        long id,
        String name,
        String description,
        boolean enabled,
        @Nullable String group,
        PasswordStatus password,
        TotpStatus totp,
        @Nullable String framedIp,
        @Nullable String framedNetmask,
        @Nullable String framedPool,
        @Nullable String addrV6,
        List<String> avPairs,
        @Nullable Integer acctInterimSeconds,
        @Nullable Instant validUntil,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastLoginAt,
        int failedLogins,
        @Nullable Instant lockedUntil) {}
