package io.flexaaa.server.user;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Whether one-time codes are asked for. */
public record TotpStatus(boolean enabled, @Nullable Instant enrolledAt) {}
