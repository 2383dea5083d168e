package io.flexaaa.server.nas.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.Nas;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** RADIUS clients. */
@RestController
@RequestMapping(path = "/api/v1/nas", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "nas")
class NasController {
    private static final String KIND = "nas";
    private final NasService nas;
    private final AuditLog audit;

    NasController(NasService nas, AuditLog audit) {
        this.nas = nas;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listNas", summary = "RADIUS clients by name")
    @RequiresPermission(Permission.NAS_READ)
    Page<Nas> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return nas.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getNas", summary = "One RADIUS client; its version is the ETag")
    @RequiresPermission(Permission.NAS_READ)
    ResponseEntity<Nas> get(@PathVariable String name) {
        Nas found = nas.get(name);
        return Versions.answer(found, found.version());
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putNas",
            summary = "Create or replace a RADIUS client; without secret it keeps its own")
    @RequiresPermission(Permission.NAS_WRITE)
    ResponseEntity<Nas> put(
            @PathVariable String name,
            @RequestBody NasWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Long expected = Versions.expected(ifMatch);
        Nas before = existing(name);
        Nas after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> nas.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deleteNas", summary = "Delete a RADIUS client")
    @RequiresPermission(Permission.NAS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        Nas before = nas.get(name);
        audit.deletion(actor, KIND, name, before, () -> nas.delete(name));
        return ResponseEntity.noContent().build();
    }

    private @Nullable Nas existing(String name) {
        try {
            return nas.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
