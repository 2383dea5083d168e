package io.flexaaa.server.credential;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What may be shown of a peer's PSK: everything but the key. */
public record PskStatus(
        PskKind kind,
        boolean set,
        boolean localSet,
        boolean remoteSet,
        @Nullable Instant expiresAt,
        @Nullable Instant createdAt,
        @Nullable Instant lastUsedAt) {

    public static final PskStatus NONE =
            new PskStatus(PskKind.NONE, false, false, false, null, null, null);
}
