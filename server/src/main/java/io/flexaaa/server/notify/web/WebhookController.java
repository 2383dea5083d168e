package io.flexaaa.server.notify.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.notify.Delivery;
import io.flexaaa.server.notify.Webhook;
import io.flexaaa.server.notify.WebhookService;
import io.flexaaa.server.notify.WebhookWrite;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Webhooks. Their URLs may carry tokens of other systems, so reading takes the same permission. */
@RestController
@RequestMapping(path = "/api/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "webhooks")
class WebhookController {
    private static final String KIND = "webhook";
    private final WebhookService webhooks;
    private final AuditLog audit;

    WebhookController(WebhookService webhooks, AuditLog audit) {
        this.webhooks = webhooks;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listWebhooks", summary = "Webhooks by name")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    Page<Webhook> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return webhooks.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getWebhook", summary = "One webhook; its version is the ETag")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    ResponseEntity<Webhook> get(@PathVariable String name) {
        Webhook found = webhooks.get(name);
        return Versions.answer(found, found.version());
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putWebhook",
            summary = "Create or replace a webhook; without secret it keeps its own")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    ResponseEntity<Webhook> put(
            @PathVariable String name,
            @RequestBody WebhookWrite body,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Long expected = Versions.expected(ifMatch);
        Webhook before = existing(name);
        Webhook after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        dryRun,
                        () -> webhooks.put(name, body, expected));
        return ResponseEntity.status(before == null && !dryRun ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deleteWebhook", summary = "Delete a webhook and its deliveries")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    ResponseEntity<Void> delete(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Actor actor) {
        Webhook before = webhooks.get(name);
        audit.deletion(actor, KIND, name, before, dryRun, () -> webhooks.delete(name));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/test")
    @Operation(operationId = "testWebhook", summary = "Queue a delivery of the event test")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    ResponseEntity<Void> test(@PathVariable String name) {
        webhooks.test(name);
        return ResponseEntity.accepted().build();
    }

    @GetMapping("/{name}/deliveries")
    @Operation(
            operationId = "listWebhookDeliveries",
            summary = "Deliveries, newest first; state=dead is the dead-letter list")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    Page<Delivery> deliveries(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return webhooks.deliveries(name, state, new PageRequest(limit, after, null));
    }

    @PostMapping("/{name}/deliveries/{id}/retry")
    @Operation(operationId = "retryWebhookDelivery", summary = "Try a dead delivery again")
    @RequiresPermission(Permission.WEBHOOKS_MANAGE)
    ResponseEntity<Void> retry(@PathVariable String name, @PathVariable long id) {
        webhooks.retry(name, id);
        return ResponseEntity.accepted().build();
    }

    private @Nullable Webhook existing(String name) {
        try {
            return webhooks.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
