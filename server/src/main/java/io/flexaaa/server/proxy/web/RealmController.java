package io.flexaaa.server.proxy.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.proxy.Realm;
import io.flexaaa.server.proxy.RealmService;
import io.flexaaa.server.proxy.RealmWrite;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Realms whose users another RADIUS server knows. */
@RestController
@RequestMapping(path = "/api/v1/realms", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "realms")
class RealmController {
    private static final String KIND = "realm";
    private final RealmService realms;
    private final AuditLog audit;

    RealmController(RealmService realms, AuditLog audit) {
        this.realms = realms;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listRealms", summary = "Realms by name")
    @RequiresPermission(Permission.NAS_READ)
    Page<Realm> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return realms.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getRealm", summary = "One realm; its version is the ETag")
    @RequiresPermission(Permission.NAS_READ)
    ResponseEntity<Realm> get(@PathVariable String name) {
        Realm found = realms.get(name);
        return Versions.answer(found, found.version());
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putRealm",
            summary = "Create or replace a realm; a home server without secret keeps its own")
    @RequiresPermission(Permission.NAS_WRITE)
    ResponseEntity<Realm> put(
            @PathVariable String name,
            @RequestBody RealmWrite body,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Long expected = Versions.expected(ifMatch);
        Realm before = existing(name);
        Realm after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        dryRun,
                        () -> realms.put(name, body, expected));
        return ResponseEntity.status(before == null && !dryRun ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deleteRealm", summary = "Delete a realm")
    @RequiresPermission(Permission.NAS_WRITE)
    ResponseEntity<Void> delete(
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Actor actor) {
        Realm before = realms.get(name);
        audit.deletion(actor, KIND, name, before, dryRun, () -> realms.delete(name));
        return ResponseEntity.noContent().build();
    }

    private @Nullable Realm existing(String name) {
        try {
            return realms.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
