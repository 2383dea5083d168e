package io.flexaaa.server.credential;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A new PSK. {@code local} is what the hub signs with, {@code remote} what it verifies the peer
 * with.
 */
public record PskWrite(
        PskKind kind,
        @Nullable String symmetric,
        @Nullable String local,
        @Nullable String remote,
        @Nullable Instant expiresAt) {

    @Override
    public String toString() {
        return "PskWrite[kind=" + kind + ", expiresAt=" + expiresAt + "]";
    }
}
