package io.flexaaa.server.preview.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.preview.PolicyPreview;
import io.flexaaa.server.preview.PolicyTest;
import io.flexaaa.server.preview.PolicyTestWrite;
import io.flexaaa.server.preview.PolicyTests;
import io.flexaaa.server.preview.PreviewService;
import io.flexaaa.server.preview.ProfileOptions;
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

import java.time.Instant;
import java.util.List;

/** What a peer would get, and what must stay true of it. */
@RestController
@RequestMapping(path = "/api/v1/policy", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "policy")
class PreviewController {
    private static final String KIND = "policy-test";
    private final PreviewService previews;
    private final PolicyTests tests;
    private final AuditLog audit;

    PreviewController(PreviewService previews, PolicyTests tests, AuditLog audit) {
        this.previews = previews;
        this.tests = tests;
        this.audit = audit;
    }

    @GetMapping("/preview")
    @Operation(
            operationId = "previewPolicy",
            summary = "A hub's look-ups for an identity, their replies, and the merged policy")
    @RequiresPermission(Permission.PEERS_READ)
    PolicyPreview preview(
            @RequestParam String peer,
            @RequestParam String nas,
            @RequestParam(required = false) @Nullable String method,
            @RequestParam(required = false) @Nullable Boolean override,
            @RequestParam(required = false) @Nullable Boolean cached,
            @RequestParam(required = false) @Nullable String pskMangler,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable String userMangler,
            @RequestParam(required = false) @Nullable List<String> group,
            @RequestParam(required = false) @Nullable String groupMangler,
            @RequestParam(required = false) @Nullable String callingStationId,
            @RequestParam(required = false) @Nullable Instant at) {
        return previews.of(
                peer,
                nas,
                new ProfileOptions(
                        method,
                        override,
                        cached,
                        pskMangler,
                        user,
                        userMangler,
                        group,
                        groupMangler,
                        callingStationId,
                        at));
    }

    @GetMapping("/tests")
    @Operation(operationId = "listPolicyTests", summary = "Policy tests, each run now")
    @RequiresPermission(Permission.PEERS_READ)
    List<PolicyTest> list() {
        return tests.list();
    }

    @GetMapping("/tests/{name}")
    @Operation(operationId = "getPolicyTest", summary = "One policy test, run now")
    @RequiresPermission(Permission.PEERS_READ)
    ResponseEntity<PolicyTest> get(@PathVariable String name) {
        PolicyTest test = tests.get(name);
        return Versions.answer(test, test.version());
    }

    @PutMapping("/tests/{name}")
    @Operation(
            operationId = "putPolicyTest",
            summary = "Create or replace a policy test; it may fail when it is written")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<PolicyTest> put(
            @PathVariable String name,
            @RequestBody PolicyTestWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Long expected = Versions.expected(ifMatch);
        PolicyTest before = existing(name);
        PolicyTest after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> tests.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .body(after);
    }

    @DeleteMapping("/tests/{name}")
    @Operation(operationId = "deletePolicyTest", summary = "Delete a policy test")
    @RequiresPermission(Permission.PEERS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        PolicyTest before = tests.get(name);
        audit.deletion(actor, KIND, name, before, () -> tests.delete(name));
        return ResponseEntity.noContent().build();
    }

    private @Nullable PolicyTest existing(String name) {
        try {
            return tests.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
