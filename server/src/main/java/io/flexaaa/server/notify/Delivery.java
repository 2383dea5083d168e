package io.flexaaa.server.notify;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One event on its way to one endpoint.
 *
 * @param state pending, delivered or dead
 * @param nextAt when it is tried (again); meaningless once it is done
 * @param lastStatus HTTP status of the last try, when there was one
 */
public record Delivery(
        long id,
        String eventId,
        WebhookEvent event,
        String state,
        int attempts,
        Instant nextAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant doneAt,
        String body) {}
