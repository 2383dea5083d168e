package io.flexaaa.server.notify;

import io.flexaaa.server.notify.store.WebhookStore;
import io.flexaaa.server.notify.store.WebhookStore.Due;
import io.flexaaa.server.secrets.SecretBox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Delivers what is due, each on a virtual thread of its own. Anything but a 2xx is tried again,
 * ever later, then laid down as dead.
 */
@Component
class WebhookSender {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final int AT_ONCE = 16;
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** After the first, second ... failure; after the last the delivery is dead. */
    static final List<Duration> BACK_OFF =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofHours(1),
                    Duration.ofHours(6));

    private final WebhookStore store;
    private final AddressGuard guard;
    private final SecretBox box;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Semaphore slots = new Semaphore(AT_ONCE);

    // A redirect could lead where the guard never looked, a proxy hides where it leads.
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    WebhookSender(
            WebhookStore store,
            AddressGuard guard,
            SecretBox box,
            Clock clock,
            MeterRegistry meters) {
        this.store = store;
        this.guard = guard;
        this.box = box;
        this.clock = clock;
        this.meters = meters;
        for (String result : List.of("delivered", "failed", "dead")) counter(result);
    }

    @Scheduled(fixedDelay = 500)
    void work() {
        int free = slots.availablePermits();
        if (free == 0) return;
        for (Due due : store.take(free, LEASE)) {
            slots.acquireUninterruptibly();
            Thread.ofVirtual().name("webhook-" + due.id()).start(() -> one(due));
        }
    }

    private void one(Due due) {
        try {
            deliver(due);
        } catch (DataAccessException e) {
            // The lease runs out and it is tried again: a receiver knows it by its id.
            log.warn("webhook delivery {}: its end is not stored: {}", due.id(), e.getMessage());
        } finally {
            slots.release();
        }
    }

    private void deliver(Due due) {
        if (!due.enabled()) {
            store.failed(due.id(), null, "the webhook is disabled", null);
            return;
        }
        URI url = URI.create(due.url());
        String refusal = guard.refusal(url);
        if (refusal != null) {
            failed(due, null, refusal);
            return;
        }
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(url)
                            .timeout(Duration.ofSeconds(10))
                            .header("Content-Type", "application/json")
                            .header("User-Agent", "FlexAAA")
                            .header("FlexAAA-Event", due.event())
                            .header("FlexAAA-Delivery", due.eventId().toString())
                            .POST(HttpRequest.BodyPublishers.ofString(due.body()));
            byte[] sealed = due.secretSealed();
            if (sealed != null) {
                var secret = box.open(sealed, WebhookService.place(due.webhookId()));
                request.header(
                        WebhookSignature.HEADER,
                        WebhookSignature.of(secret, clock.instant().getEpochSecond(), due.body()));
            }
            HttpResponse<InputStream> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            // What it says does not matter and may never end.
            response.body().close();
            int status = response.statusCode();
            if (status / 100 == 2) {
                store.delivered(due.id(), status);
                count("delivered");
            } else {
                failed(due, status, "answered " + status);
            }
        } catch (IOException e) {
            failed(due, null, e.getClass().getSimpleName() + ": " + e.getMessage());
        } catch (SecretBox.UnsealException e) {
            failed(due, null, "its secret does not open: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(Due due, @Nullable Integer status, String why) {
        Duration retryIn =
                due.attempts() <= BACK_OFF.size() ? BACK_OFF.get(due.attempts() - 1) : null;
        store.failed(due.id(), status, why, retryIn);
        count(retryIn == null ? "dead" : "failed");
    }

    private Counter counter(String result) {
        return meters.counter("flexaaa.webhook.deliveries", "result", result);
    }

    private void count(String result) {
        counter(result).increment();
    }

    @Scheduled(initialDelay = 3_600_000, fixedDelay = 86_400_000)
    void prune() {
        store.prune();
    }

    @PreDestroy
    void stop() {
        http.shutdownNow();
    }
}
