package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A PSK in force, open. */
public sealed interface PskEntry {

    @Nullable Instant expiresAt();

    /** One key: goes into Tunnel-Password, encrypted for each reply. */
    record Symmetric(byte[] key, @Nullable Instant expiresAt) implements PskEntry {
        @Override
        public String toString() {
            return "Symmetric[hidden]";
        }
    }

    /**
     * Two keys: the ikev2-password-local and -remote AV pairs, already among the peer's attributes.
     */
    record Asymmetric(Secret local, Secret remote, @Nullable Instant expiresAt)
            implements PskEntry {}

    /** Stored, but not to be opened with this master key. */
    record Unreadable(String why, @Nullable Instant expiresAt) implements PskEntry {}
}
