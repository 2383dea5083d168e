package io.flexaaa.server.session.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionLog;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.session.RatePoint;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionDetail;
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionReport;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.TimelineEntry;
import io.flexaaa.server.session.TimelineSource;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Live and past sessions. */
@RestController
@RequestMapping(path = "/api/v1/sessions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "sessions")
class LiveSessionController {
    private static final int TIMELINE_DECISIONS = 50;
    private final SessionService sessions;
    private final DecisionLog decisions;
    private final List<TimelineSource> sources;

    LiveSessionController(
            SessionService sessions, DecisionLog decisions, List<TimelineSource> sources) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.sources = sources;
    }

    /** The session's own fields, and what happened to it. */
    record SessionView(
            @JsonUnwrapped Session session, List<RatePoint> rates, List<TimelineEntry> timeline) {}

    @GetMapping
    @Operation(
            operationId = "listSessions",
            summary =
                    "Sessions, newest first; without state those not ended, state=all all; from and"
                            + " to: those that lasted at some time between")
    @RequiresPermission(Permission.SESSIONS_READ)
    Page<Session> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String peer,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String nas,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        boolean all = "all".equalsIgnoreCase(state);
        SessionState wanted = all ? null : Choices.of("state", state, SessionState.class);
        return sessions.list(
                new SessionQuery(
                        wanted,
                        all || wanted == SessionState.ENDED,
                        peer,
                        group,
                        nas,
                        from,
                        to,
                        new PageRequest(limit, after, q)));
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getSession", summary = "One session with rates and timeline")
    @RequiresPermission(Permission.SESSIONS_READ)
    SessionView get(@PathVariable long id) {
        SessionDetail detail = sessions.detail(id);
        List<TimelineEntry> timeline = new ArrayList<>();
        for (SessionReport r : detail.reports()) timeline.add(entry(r));
        String auditId = detail.session().auditSessionId();
        if (auditId != null) {
            var query =
                    new DecisionQuery(
                            null, null, null, null, auditId, PageRequest.first(TIMELINE_DECISIONS));
            for (Decision d : decisions.search(query).items()) timeline.add(entry(d));
        }
        for (TimelineSource source : sources) timeline.addAll(source.of(detail.session()));
        timeline.sort(Comparator.comparing(TimelineEntry::at));
        return new SessionView(detail.session(), detail.rates(), timeline);
    }

    private static TimelineEntry entry(SessionReport r) {
        return new TimelineEntry(
                r.at(),
                "accounting",
                "Accounting-" + r.status(),
                r.sessionSeconds()
                        + " s, "
                        + r.rxBytes()
                        + " octets from the peer, "
                        + r.txBytes()
                        + " to it");
    }

    private static TimelineEntry entry(Decision d) {
        return new TimelineEntry(
                d.at(), "radius", d.kind() + ": " + d.result().text(), d.sentence());
    }
}
