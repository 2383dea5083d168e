package io.flexaaa.server.transfer;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.notify.Webhook;
import io.flexaaa.server.notify.WebhookService;
import io.flexaaa.server.notify.WebhookWrite;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Webhooks in imports and exports. */
@Component
final class WebhookKind implements TransferKind {
    private final WebhookService webhooks;

    WebhookKind(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public String code() {
        return "webhook";
    }

    @Override
    public int rank() {
        return 50;
    }

    @Override
    public Class<?> writeType() {
        return WebhookWrite.class;
    }

    @Override
    public Permission read() {
        return Permission.WEBHOOKS_MANAGE;
    }

    @Override
    public Permission write() {
        return Permission.WEBHOOKS_MANAGE;
    }

    @Override
    public List<String> secrets() {
        return List.of("/secret");
    }

    @Override
    public String defaults() {
        return "{\"enabled\":true}";
    }

    @Override
    public Page<Webhook> page(PageRequest page) {
        return webhooks.list(page);
    }

    @Override
    public @Nullable Object find(String name) {
        try {
            return webhooks.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }

    @Override
    public void addSecrets(Object view, ObjectNode write) {
        webhooks.revealSecret(((Webhook) view).name()).ifPresent(s -> write.put("secret", s));
    }

    @Override
    public Object put(String name, Object write) {
        return webhooks.put(name, (WebhookWrite) write, null);
    }

    @Override
    public void delete(String name) {
        webhooks.delete(name);
    }
}
