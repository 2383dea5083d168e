package io.flexaaa.server.user;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A user as an operator writes it; an absent password keeps the one in force. */
public record UserWrite(
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable String group,
        @Nullable PasswordWrite password,
        @Nullable String framedIp,
        @Nullable String framedNetmask,
        @Nullable String framedPool,
        @Nullable String addrV6,
        @Nullable List<String> avPairs,
        @Nullable Integer acctInterimSeconds,
        @Nullable Instant validUntil) {}
