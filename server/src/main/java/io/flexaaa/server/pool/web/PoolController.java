package io.flexaaa.server.pool.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.pool.LeaseView;
import io.flexaaa.server.pool.Pool;
import io.flexaaa.server.pool.PoolService;
import io.flexaaa.server.pool.PoolWrite;
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

import java.util.Map;

/** Address pools of the server, and their leases. */
@RestController
@RequestMapping(path = "/api/v1/pools", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "pools")
class PoolController {
    private static final String KIND = "pool";
    private final PoolService pools;
    private final AuditLog audit;

    PoolController(PoolService pools, AuditLog audit) {
        this.pools = pools;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listPools", summary = "Pools by name, with size and leases")
    @RequiresPermission(Permission.PEERS_READ)
    Page<Pool> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return pools.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getPool", summary = "One pool; its version is the ETag")
    @RequiresPermission(Permission.PEERS_READ)
    ResponseEntity<Pool> get(@PathVariable String name) {
        Pool pool = pools.get(name);
        return Versions.answer(pool, pool.version());
    }

    @PutMapping("/{name}")
    @Operation(operationId = "putPool", summary = "Create or replace a pool; leases in it stay")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Pool> put(
            @PathVariable String name,
            @RequestBody PoolWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Long expected = Versions.expected(ifMatch);
        Pool before = existing(name);
        Pool after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> pools.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deletePool", summary = "Delete a pool nobody uses, with its leases")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        Pool before = pools.get(name);
        audit.deletion(actor, KIND, name, before, () -> pools.delete(name));
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{name}/leases")
    @Operation(operationId = "listLeases", summary = "Leases of a pool by address")
    @RequiresPermission(Permission.PEERS_READ)
    Page<LeaseView> leases(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return pools.leases(name, new PageRequest(limit, after, q));
    }

    @DeleteMapping("/{name}/leases/{address}")
    @Operation(
            operationId = "freeLease",
            summary = "Give an address back by hand; the session using it is not told")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Void> free(
            @PathVariable String name, @PathVariable String address, Actor actor) {
        pools.free(name, address);
        audit.note(actor, "free-lease", KIND, name, Map.of("address", address));
        return ResponseEntity.noContent().build();
    }

    private @Nullable Pool existing(String name) {
        try {
            return pools.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
