package io.flexaaa.server.operator;

import java.time.Instant;

/**
 * A passkey of an operator, as it is shown.
 *
 * @param synced whether its keeper copies it to other devices
 */
public record Passkey(
        long id, String label, boolean synced, Instant createdAt, Instant lastUsedAt) {}
