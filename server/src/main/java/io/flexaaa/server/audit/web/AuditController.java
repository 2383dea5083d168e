package io.flexaaa.server.audit.web;

import com.fasterxml.jackson.annotation.JsonRawValue;

import io.flexaaa.server.audit.AuditEntry;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.audit.AuditQuery;
import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** Who changed what. */
@RestController
@RequestMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "audit")
class AuditController {
    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    record AuditView(
            long id,
            Instant at,
            String actor,
            String actorKind,
            String sourceAddress,
            String action,
            String targetKind,
            String target,
            String outcome,
            @Schema(
                            types = "object",
                            type = "object",
                            description = "before and after of a change",
                            implementation = Object.class)
                    @JsonRawValue
                    String detail,
            String hash) {
        static AuditView of(AuditEntry e) {
            return new AuditView(
                    e.id(),
                    e.at(),
                    e.actor(),
                    e.actorKind(),
                    e.sourceAddress(),
                    e.action(),
                    e.targetKind(),
                    e.target(),
                    e.outcome(),
                    e.detail(),
                    e.hash());
        }
    }

    /** State of the hash chain. */
    record ChainView(boolean whole, @Nullable String problem) {}

    @GetMapping
    @Operation(operationId = "listAudit", summary = "Audit entries, newest first")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<AuditView> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String targetKind,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String outcome,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        PageRequest page = new PageRequest(limit, after, q);
        var rows =
                audit.find(
                        new AuditQuery(
                                page.q(), actor, action, targetKind, target, outcome, from, to),
                        page.afterId(),
                        page.limit() + 1);
        return Page.cut(
                rows.stream().map(AuditView::of).toList(),
                page.limit(),
                entry -> String.valueOf(entry.id()));
    }

    @PostMapping("/verify")
    @NoDryRun("it changes nothing")
    @Operation(
            operationId = "verifyAudit",
            summary =
                    "Walk the whole hash chain; names the first entry that was changed or removed")
    @RequiresPermission(Permission.AUDIT_READ)
    ChainView verify() {
        return chain();
    }

    @GetMapping("/chain")
    @Operation(operationId = "checkAuditChain", summary = "Whether the hash chain is whole")
    @RequiresPermission(Permission.AUDIT_READ)
    ChainView chain() {
        String problem = audit.firstBreak();
        return new ChainView(problem == null, problem);
    }
}
