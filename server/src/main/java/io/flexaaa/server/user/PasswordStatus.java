package io.flexaaa.server.user;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What of a password is shown: never the password. {@code methods} are those that can check it. */
public record PasswordStatus(
        PasswordStorage storage, boolean set, @Nullable Instant setAt, List<String> methods) {}
