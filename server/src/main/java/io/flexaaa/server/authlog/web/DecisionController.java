package io.flexaaa.server.authlog.web;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionLog;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.Choices;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** What was decided, and why. */
@RestController
@RequestMapping(path = "/api/v1/decisions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "decisions")
class DecisionController {
    private final DecisionLog log;

    DecisionController(DecisionLog log) {
        this.log = log;
    }

    @GetMapping
    @Operation(
            operationId = "listDecisions",
            summary = "Decisions, newest first; from is included, to is not")
    @RequiresPermission(Permission.LOG_READ)
    Page<Decision> list(
            @RequestParam(required = false) @Nullable String result,
            @RequestParam(required = false) @Nullable String peer,
            @RequestParam(required = false) @Nullable String nas,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String auditSessionId,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        DecisionResult wanted = Choices.of("result", result, DecisionResult.class);
        return log.search(
                new DecisionQuery(
                        wanted,
                        peer,
                        nas,
                        reason,
                        auditSessionId,
                        from,
                        to,
                        new PageRequest(limit, after, q)));
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getDecision", summary = "One decision with its steps")
    @RequiresPermission(Permission.LOG_READ)
    Decision get(@PathVariable long id) {
        return log.find(id).orElseThrow(() -> new Problem.NotFound("decision", String.valueOf(id)));
    }
}
