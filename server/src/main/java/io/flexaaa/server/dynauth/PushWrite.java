package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

/**
 * How to bring an edited policy to live sessions.
 *
 * @param ratePerSecond requests a second to each NAS, 10 unless given
 */
public record PushWrite(@Nullable Boolean dryRun, @Nullable Integer ratePerSecond) {}
