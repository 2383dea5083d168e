package io.flexaaa.server.accounting.web;

import io.flexaaa.server.accounting.AccountingRetention;
import io.flexaaa.server.accounting.UsageQuery;
import io.flexaaa.server.accounting.UsageQuery.By;
import io.flexaaa.server.accounting.UsageQuery.Step;
import io.flexaaa.server.accounting.UsageRow;
import io.flexaaa.server.accounting.UsageService;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.web.Choices;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Usage by peer, group or NAS, and how long accounting is kept. */
@RestController
@RequestMapping(path = "/api/v1/usage", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "usage")
class UsageController {

    private static final int MOST = 5_000;
    private static final Duration DEFAULT_HOURS = Duration.ofDays(1);
    private static final Duration DEFAULT_DAYS = Duration.ofDays(30);

    private final UsageService usage;
    private final Clock clock;

    UsageController(UsageService usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    @GetMapping
    @Operation(
            operationId = "listUsage",
            summary =
                    "Octets and session seconds by hour or day (UTC), oldest first; by=all, peer,"
                            + " group or nas")
    @RequiresPermission(Permission.SESSIONS_READ)
    Page<UsageRow> list(
            @RequestParam(required = false) @Nullable String step,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String peer,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String nas,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam(required = false) @Nullable String after) {
        Step wantedStep = Choices.of("step", step, Step.class);
        By wantedBy = Choices.of("by", by, By.class);
        Step chosen = wantedStep == null ? Step.HOUR : wantedStep;
        Instant until = to == null ? clock.instant() : to;
        Instant since =
                from != null
                        ? from
                        : until.minus(chosen == Step.HOUR ? DEFAULT_HOURS : DEFAULT_DAYS);
        if (!since.isBefore(until)) {
            throw ProblemException.invalid(
                    "from", since.toString(), "is not before to", "give an earlier time");
        }
        Cursor cursor = Cursor.of(after, since);
        return usage.usage(
                new UsageQuery(
                        chosen,
                        wantedBy == null ? By.ALL : wantedBy,
                        peer,
                        group,
                        nas,
                        since,
                        until,
                        cursor.at,
                        cursor.name,
                        Math.clamp(limit, 1, MOST)));
    }

    @GetMapping("/retention")
    @Operation(
            operationId = "getAccountingRetention",
            summary = "How long sessions, reports and usage are kept, and the partitions there are")
    @RequiresPermission(Permission.SESSIONS_READ)
    AccountingRetention retention() {
        return usage.retention();
    }

    /** The last row's time in seconds and its name. */
    private record Cursor(Instant at, String name) {

        static Cursor of(@Nullable String after, Instant since) {
            // A day's row is dated before a from within that day.
            if (after == null) return new Cursor(since.minus(Duration.ofDays(1)), "");
            int space = after.indexOf(' ');
            try {
                return new Cursor(
                        Instant.ofEpochSecond(Long.parseLong(after.substring(0, space))),
                        after.substring(space + 1));
            } catch (NumberFormatException | IndexOutOfBoundsException | DateTimeException e) {
                throw ProblemException.invalid(
                        "after", after, "is no cursor of this list", "use next of the page before");
            }
        }
    }
}
