package io.flexaaa.server.overview.web;

import io.flexaaa.server.authlog.DecisionLog;
import io.flexaaa.server.authlog.DecisionStats;
import io.flexaaa.server.credential.PskService;
import io.flexaaa.server.dynauth.DynAuthService;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.Nas;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.session.SessionService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The console's first page in one request, and the health probe. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "overview")
class OverviewController {
    private static final Duration SILENT_AFTER = Duration.ofMinutes(10);
    private final SessionService sessions;
    private final DecisionLog decisions;
    private final DynAuthService dynAuth;
    private final PskService psks;
    private final NasService nas;
    private final Clock clock;

    OverviewController(
            SessionService sessions,
            DecisionLog decisions,
            DynAuthService dynAuth,
            PskService psks,
            NasService nas,
            Clock clock) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.dynAuth = dynAuth;
        this.psks = psks;
        this.nas = nas;
        this.clock = clock;
    }

    /**
     * @param spark accepts and rejects of the last 24 minutes, oldest first
     */
    record Overview(
            long sessionsUp,
            long acceptsLastMinute,
            long rejectsLastMinute,
            long p99Micros,
            long dynAuthFailures24h,
            long keysExpiring30d,
            List<DecisionStats.ReasonCount> topRejectReasons,
            List<SilentNas> silentNas,
            List<DecisionStats.Point> spark,
            long decisionsNotLogged) {}

    /** An enabled NAS that has said nothing for ten minutes; null: never. */
    record SilentNas(String name, String address, @Nullable Instant lastPacketAt) {}

    record Health(String status) {}

    @GetMapping("/overview")
    @Operation(operationId = "overview", summary = "The figures of the first page")
    @RequiresPermission(Permission.SESSIONS_READ)
    Overview overview() {
        Instant now = clock.instant();
        DecisionStats stats = decisions.stats();
        return new Overview(
                sessions.countLive(),
                stats.acceptsLastMinute(),
                stats.rejectsLastMinute(),
                stats.p99Micros(),
                dynAuth.failuresSince(now.minus(Duration.ofHours(24))),
                psks.expiringBefore(now.plus(Duration.ofDays(30))),
                stats.topRejectReasons(),
                nas.list(PageRequest.first(PageRequest.MAX_LIMIT)).items().stream()
                        .filter(Nas::enabled)
                        .filter(n -> silent(n, now))
                        .map(n -> new SilentNas(n.name(), n.address(), n.lastPacketAt()))
                        .toList(),
                stats.spark(),
                stats.notLogged());
    }

    @GetMapping("/health")
    @Operation(operationId = "health", summary = "For load balancers; says nothing else")
    @RequiresPermission(Permission.ANYONE)
    Health health() {
        return new Health("up");
    }

    private static boolean silent(Nas n, Instant now) {
        Instant last = n.lastPacketAt();
        return last == null || last.isBefore(now.minus(SILENT_AFTER));
    }
}
