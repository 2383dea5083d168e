package io.flexaaa.server.notify;

import io.flexaaa.server.notify.store.WebhookStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * From what happens to rows to be delivered. Whoever tells something never waits: it goes into a
 * bounded queue that is written twice a second.
 */
@Component
class WebhookQueue {
    private static final Logger log = LoggerFactory.getLogger(WebhookQueue.class);
    private static final int ROOM = 10_000;
    private static final int MAX_PENDING_EACH = 50_000;

    private final WebhookStore store;
    private final JsonMapper json;
    private final Clock clock;
    private final ArrayBlockingQueue<Told> told = new ArrayBlockingQueue<>(ROOM);
    private volatile boolean wanted = true;

    record Told(WebhookEvent event, Instant at, Object data) {}

    WebhookQueue(WebhookStore store, JsonMapper json, Clock clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /** Dropped when there is no endpoint, or no room. */
    void tell(WebhookEvent event, Object data) {
        if (wanted && !told.offer(new Told(event, clock.instant(), data))) {
            log.debug("webhook event {} dropped: {} are waiting", event.text(), ROOM);
        }
    }

    /** To one endpoint, whatever it listens to. */
    void test(Webhook webhook) {
        Told test = new Told(WebhookEvent.TEST, clock.instant(), Map.of("webhook", webhook.name()));
        store.enqueue(List.of(fresh(webhook, test, UUID.randomUUID())));
    }

    /** Endpoints were written: look again. */
    void refresh() {
        wanted = true;
    }

    @Scheduled(fixedDelay = 500)
    void flush() {
        List<Told> batch = new ArrayList<>();
        try {
            List<Webhook> webhooks = store.enabled();
            wanted = !webhooks.isEmpty();
            told.drainTo(batch, 2_000);
            if (batch.isEmpty() || webhooks.isEmpty()) return;
            List<WebhookStore.Fresh> rows = new ArrayList<>();
            for (Webhook webhook : webhooks) {
                if (store.pending(webhook.id()) > MAX_PENDING_EACH) {
                    log.warn(
                            "webhook {}: too much is waiting, {} events dropped",
                            webhook.name(),
                            batch.size());
                    continue;
                }
                for (Told one : batch) {
                    boolean listens =
                            webhook.events().isEmpty() || webhook.events().contains(one.event);
                    if (listens) rows.add(fresh(webhook, one, UUID.randomUUID()));
                }
            }
            store.enqueue(rows);
        } catch (DataAccessException e) {
            log.warn("{} webhook events lost: {}", batch.size(), e.getMessage());
        }
    }

    private WebhookStore.Fresh fresh(Webhook webhook, Told one, UUID id) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id.toString());
        body.put("event", one.event.text());
        body.put("at", one.at);
        body.put("data", one.data);
        return new WebhookStore.Fresh(webhook.id(), id, one.event, json.writeValueAsString(body));
    }
}
