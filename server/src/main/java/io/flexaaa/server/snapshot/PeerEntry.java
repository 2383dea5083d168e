package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A peer as the request path needs it.
 *
 * @param attributes all of the reply that is the same every time, encoded once
 * @param octets size of {@code attributes} on the wire
 */
public record PeerEntry(
        long id,
        String name,
        boolean enabled,
        @Nullable String group,
        @Nullable Instant validUntil,
        @Nullable PskEntry psk,
        @Nullable Integer acctInterimSeconds,
        Attributes attributes,
        int octets) {}
