package io.flexaaa.server.notify;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint as the API shows it.
 *
 * @param events empty for all
 */
public record Webhook(
        long id,
        String name,
        String url,
        List<WebhookEvent> events,
        boolean secretSet,
        boolean enabled,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
