package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An order for many sessions.
 *
 * @param ratePerSecond requests a second to each NAS, 10 unless given
 * @param validate false sends the AV pairs unchecked
 */
public record JobWrite(
        @Nullable DynAuthKind kind,
        @Nullable JobQuery query,
        @Nullable List<String> avPairs,
        @Nullable Integer sessionTimeout,
        @Nullable Integer ratePerSecond,
        @Nullable Boolean dryRun,
        @Nullable Boolean validate) {}
