package io.flexaaa.server.bulk.web;

import io.flexaaa.server.dryrun.DryRun;
import io.flexaaa.server.dryrun.OwnDryRun;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.web.ProblemBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Many writes in one call. Each runs as if it were a call of its own, permission and all. */
@RestController
@RequestMapping(path = "/api/v1/bulk", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "bulk")
class BulkController {
    private static final int MOST = 1_000;
    private final InnerCalls calls;
    private final PlatformTransactionManager transactions;

    BulkController(InnerCalls calls, PlatformTransactionManager transactions) {
        this.calls = calls;
        this.transactions = transactions;
    }

    /**
     * @param atomic all or nothing; otherwise each item stands for itself
     */
    record BulkWrite(@Nullable Boolean atomic, List<Item> items) {}

    /**
     * One write: either its path, or kind and name for {@code /api/v1/<kind>s/<name>}.
     *
     * @param method PUT unless given
     * @param ifMatch the ETag it must have
     */
    record Item(
            @Nullable String method,
            @Nullable String path,
            @Nullable String kind,
            @Nullable String name,
            @Nullable String ifMatch,
            @Schema(
                            types = "object",
                            type = "object",
                            description = "what the operation itself takes",
                            implementation = Object.class)
                    @Nullable JsonNode body) {}

    /**
     * @param body what the operation answered; a problem when it refused
     */
    record ItemResult(
            int index,
            String method,
            String path,
            int status,
            @Schema(types = "object", type = "object", implementation = Object.class)
                    @Nullable JsonNode body) {}

    record BulkAnswer(
            boolean dryRun,
            boolean atomic,
            boolean committed,
            int succeeded,
            int failed,
            List<ItemResult> results) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "bulk",
            summary = "Up to 1000 writes, each with its own answer, or with atomic all or nothing",
            description =
                    "200 when all went well, 207 when some did not; an atomic call that fails"
                            + " answers 422 BULK_ROLLED_BACK, names the items and changes nothing."
                            + " Without atomic a dry run tries each item for itself.")
    @RequiresPermission(Permission.SIGNED_IN)
    @OwnDryRun
    ResponseEntity<Object> bulk(
            @RequestBody BulkWrite body,
            @RequestParam(defaultValue = "false") boolean dryRun,
            HttpServletRequest request,
            HttpServletResponse response) {
        boolean atomic = Boolean.TRUE.equals(body.atomic());
        List<InnerCalls.Call> all = checked(body.items());
        List<ItemResult> results =
                atomic
                        ? together(all, dryRun, request, response)
                        : eachAlone(all, dryRun, request, response);
        int failed = (int) results.stream().filter(r -> r.status() >= 400).count();
        if (atomic && failed > 0) return rolledBack(results);
        return ResponseEntity.status(failed == 0 ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
                .body(
                        new BulkAnswer(
                                dryRun, atomic, !dryRun, results.size() - failed, failed, results));
    }

    private List<ItemResult> eachAlone(
            List<InnerCalls.Call> all,
            boolean dryRun,
            HttpServletRequest request,
            HttpServletResponse response) {
        List<ItemResult> results = new ArrayList<>();
        for (InnerCalls.Call call : all)
            results.add(
                    result(
                            results.size(),
                            call,
                            calls.run(call, dryRun, false, request, response)));
        return results;
    }

    /** Stops at the first refusal: what follows may build on it. */
    private List<ItemResult> together(
            List<InnerCalls.Call> all,
            boolean dryRun,
            HttpServletRequest request,
            HttpServletResponse response) {
        List<ItemResult> results = new ArrayList<>();
        TransactionStatus status = transactions.getTransaction(new DefaultTransactionDefinition());
        boolean whole = false;
        try {
            for (InnerCalls.Call call : all) {
                InnerCalls.Answer answer =
                        dryRun
                                ? new DryRun()
                                        .observe(() ->
                                                calls.run(call, false, true, request, response))
                                : calls.run(call, false, true, request, response);
                results.add(result(results.size(), call, answer));
                if (answer.status() >= 400) break;
            }
            whole = results.stream().allMatch(r -> r.status() < 400);
        } finally {
            if (!whole || dryRun) transactions.rollback(status);
        }
        if (whole && !dryRun) transactions.commit(status);
        return results;
    }

    private static ItemResult result(int index, InnerCalls.Call call, InnerCalls.Answer answer) {
        return new ItemResult(index, call.method(), call.path(), answer.status(), answer.body());
    }

    private static ResponseEntity<Object> rolledBack(List<ItemResult> results) {
        ItemResult bad = results.getLast();
        String item = "items[" + bad.index() + "]";
        JsonNode body = bad.body();
        List<FieldProblem> errors = new ArrayList<>();
        if (body != null)
            for (JsonNode e : body.path("errors"))
                errors.add(
                        new FieldProblem(
                                item + ".body." + e.path("field").asString(""),
                                e.path("value").asString(""),
                                e.path("message").asString(""),
                                e.path("cure").asString("")));
        String code = body == null ? "" : body.path("code").asString("");
        String detail = body == null ? "" : body.path("detail").asString("");
        if (errors.isEmpty()) errors.add(new FieldProblem(item, code, detail, ""));
        return ResponseEntity.unprocessableContent()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(
                        ProblemBody.of(
                                        HttpStatus.UNPROCESSABLE_CONTENT,
                                        "BULK_ROLLED_BACK",
                                        item
                                                + " ("
                                                + bad.method()
                                                + " "
                                                + bad.path()
                                                + ") was refused: "
                                                + detail
                                                + "; nothing was changed")
                                .withErrors(errors));
    }

    private static List<InnerCalls.Call> checked(@Nullable List<Item> items) {
        Check check = new Check();
        check.require(
                items != null && !items.isEmpty() && items.size() <= MOST,
                "items",
                items == null ? "" : items.size(),
                "is not 1 to " + MOST + " items",
                "split the call; POST /api/v1/import takes more");
        check.done();
        List<InnerCalls.Call> calls = new ArrayList<>();
        for (Item item : items == null ? List.<Item>of() : items)
            calls.add(ItemPath.call(item, "items[" + calls.size() + "]", check));
        check.done();
        return calls;
    }
}
