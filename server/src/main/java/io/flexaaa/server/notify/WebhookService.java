package io.flexaaa.server.notify;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.notify.store.WebhookStore;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Endpoints and their deliveries. */
@Service
public class WebhookService {
    private static final int MIN_SECRET = 16;
    private static final List<String> STATES = List.of("pending", "delivered", "dead");
    private final WebhookStore store;
    private final WebhookQueue queue;
    private final AddressGuard guard;
    private final SecretBox box;

    WebhookService(WebhookStore store, WebhookQueue queue, AddressGuard guard, SecretBox box) {
        this.store = store;
        this.queue = queue;
        this.guard = guard;
        this.box = box;
    }

    public Page<Webhook> list(PageRequest page) {
        String after = page.after() == null ? "" : page.after();
        List<Webhook> found = store.page(after, page.like(), page.limit() + 1);
        return Page.cut(found, page.limit(), Webhook::name).withTotal(store.count());
    }

    public Webhook get(String name) {
        return store.find(name).orElseThrow(() -> new Problem.NotFound("webhook", name));
    }

    @Transactional
    public Webhook put(String name, WebhookWrite write, @Nullable Long ifVersion) {
        Webhook before = store.find(name).orElse(null);
        Check check = new Check();
        check.require(!name.isBlank(), "name", name, "is empty", "give the webhook a name");
        String url = url(check, write.url());
        List<WebhookEvent> events = events(check, write.events());
        String secret = write.secret();
        boolean known = before != null && before.secretSet();
        check.require(
                secret == null ? known : secret.length() >= MIN_SECRET,
                "secret",
                null,
                secret == null ? "is missing" : "is shorter than " + MIN_SECRET + " characters",
                "the receiver checks signatures with it; openssl rand -hex 32 makes a good one");
        check.done();
        if (before != null && ifVersion != null && ifVersion != before.version()) {
            throw new Problem.StaleVersion("webhook", name, before);
        }
        boolean enabled = Objects.requireNonNullElse(write.enabled(), true);
        long id = store.put(name, url, events, enabled);
        if (secret != null) store.setSecret(id, box.seal(Secret.ofUtf8(secret), place(id)));
        queue.refresh();
        return get(name);
    }

    @Transactional
    public void delete(String name) {
        get(name);
        store.delete(name);
    }

    /** What signs the deliveries. The caller has checked the permission. */
    @Transactional(readOnly = true)
    public Optional<String> revealSecret(String name) {
        return store.sealedSecret(name)
                .map(sealed -> box.open(sealed, place(get(name).id())).revealUtf8());
    }

    /** Queues a delivery that says nothing but that it works. */
    public void test(String name) {
        Webhook webhook = get(name);
        if (!webhook.enabled()) {
            throw new Problem.Conflict("DISABLED", "webhook " + name + " is disabled; enable it");
        }
        queue.test(webhook);
    }

    public Page<Delivery> deliveries(String name, @Nullable String state, PageRequest page) {
        Webhook webhook = get(name);
        Check check = new Check();
        check.require(
                state == null || STATES.contains(state),
                "state",
                state,
                "is not known",
                "one of " + String.join(", ", STATES));
        check.done();
        List<Delivery> found =
                store.deliveries(webhook.id(), state, page.afterId(), page.limit() + 1);
        return Page.cut(found, page.limit(), d -> String.valueOf(d.id()));
    }

    public void retry(String name, long delivery) {
        if (!store.revive(get(name).id(), delivery)) {
            throw new Problem.Conflict(
                    "NOT_DEAD", "delivery " + delivery + " of " + name + " is not a dead one");
        }
    }

    static SecretBox.Place place(long id) {
        return new SecretBox.Place("webhook", id, "secret_sealed");
    }

    private String url(Check check, @Nullable String text) {
        String cure = "write https://host/path";
        if (text == null || text.isBlank()) {
            check.add(new FieldProblem("url", "", "is missing", cure));
            return "";
        }
        try {
            URI url = new URI(text.strip());
            boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            check.require(
                    http && url.getHost() != null && url.getUserInfo() == null,
                    "url",
                    text,
                    "is not an HTTP URL without user and password",
                    cure);
            String refusal = http ? guard.refusal(url) : null;
            // A name without an address today may have one tomorrow.
            if (refusal != null && !refusal.endsWith("has no address")) {
                check.require(false, "url", text, "may not be called", refusal);
            }
        } catch (URISyntaxException e) {
            check.add(new FieldProblem("url", text, "is no URL", cure));
        }
        return text.strip();
    }

    private static List<WebhookEvent> events(Check check, @Nullable List<String> names) {
        List<WebhookEvent> events = new ArrayList<>();
        if (names == null) return events;
        for (int i = 0; i < names.size(); i++) {
            try {
                events.add(WebhookEvent.of(names.get(i)));
            } catch (IllegalArgumentException e) {
                check.add(
                        new FieldProblem(
                                "events[" + i + "]",
                                names.get(i),
                                "is not known",
                                "one of "
                                        + Arrays.stream(WebhookEvent.values())
                                                .map(WebhookEvent::text)
                                                .collect(Collectors.joining(", "))));
            }
        }
        return events;
    }
}
