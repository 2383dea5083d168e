package io.flexaaa.server.identity.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.identity.AvPairChecks;
import io.flexaaa.server.identity.Group;
import io.flexaaa.server.identity.GroupService;
import io.flexaaa.server.identity.GroupWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
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

import java.util.List;

/** Groups: attributes that many peers share. */
@RestController
@RequestMapping(path = "/api/v1/groups", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "groups")
class GroupController {
    private static final String KIND = "group";
    private final GroupService groups;
    private final AuditLog audit;

    GroupController(GroupService groups, AuditLog audit) {
        this.groups = groups;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listGroups", summary = "Groups by name")
    @RequiresPermission(Permission.PEERS_READ)
    Page<Group> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return groups.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getGroup", summary = "One group; its version is the ETag")
    @RequiresPermission(Permission.PEERS_READ)
    ResponseEntity<Group> get(@PathVariable String name) {
        Group group = groups.get(name);
        return Versions.answer(group, group.version());
    }

    @PutMapping("/{name}")
    @Operation(operationId = "putGroup", summary = "Create or replace a group")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Group> put(
            @PathVariable String name,
            @RequestBody GroupWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        List<String> warnings = AvPairChecks.warnings(body.avPairs(), body.conditional());
        Long expected = Versions.expected(ifMatch);
        Group before = existing(name);
        Group after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> groups.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .headers(h -> warnings.forEach(w -> h.add(AvPairChecks.WARNING_HEADER, w)))
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deleteGroup", summary = "Delete a group that has no peers")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        Group before = groups.get(name);
        audit.deletion(actor, KIND, name, before, () -> groups.delete(name));
        return ResponseEntity.noContent().build();
    }

    private @Nullable Group existing(String name) {
        try {
            return groups.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
