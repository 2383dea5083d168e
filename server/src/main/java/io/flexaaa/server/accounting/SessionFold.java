package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.AcctRecord.Status;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionRow.Usage;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A report folded into the session's state. Reports come twice, late and in any order (RFC 2866
 * §2.1, UDP); the result is the same for every order of the same reports, and an ended session
 * stays ended.
 */
final class SessionFold {

    private static final int MOST_FLAGS = 8;
    private static final Set<String> CLOSED_BY_RESTART = Set.of("NAS-Reboot", "Admin-Reboot");

    private SessionFold() {}

    static SessionRow fold(@Nullable SessionRow known, Report report) {
        return known == null ? first(report) : next(known, report);
    }

    private static SessionRow first(Report report) {
        boolean stop = report.status() == Status.STOP;
        return new SessionRow(
                0,
                report.key(),
                stop ? SessionState.ENDED : SessionState.UP,
                report.source(),
                report.acctSessionId(),
                report.auditSessionId(),
                report.who(),
                startOf(report),
                report.status() == Status.START,
                report.at(),
                stop ? report.at() : null,
                report.usage(),
                report.interimSeconds(),
                stop ? report.terminateCause() : null,
                flags(List.of(), report.flags()),
                0);
    }

    private static SessionRow next(SessionRow known, Report report) {
        boolean stop = report.status() == Status.STOP;
        boolean start = report.status() == Status.START;
        boolean wasEnded = known.state() == SessionState.ENDED;
        boolean newer = !report.at().isBefore(known.lastReportAt());
        List<String> more = new ArrayList<>(report.flags());
        if (newer && !start && report.usage().below(known.usage())) {
            more.add("octet counters went backwards: the larger ones are kept");
        }
        Usage usage = known.usage().max(report.usage());
        Instant ended = known.endedAt();
        String cause = known.terminateCause();
        if (stop && (!wasEnded || CLOSED_BY_RESTART.contains(String.valueOf(cause)))) {
            // The session's own Stop knows better than the reboot that closed it meanwhile.
            ended = report.at();
            cause = report.terminateCause();
        }
        return new SessionRow(
                known.id(),
                known.key(),
                stop || wasEnded ? SessionState.ENDED : SessionState.UP,
                known.source(),
                known.acctSessionId(),
                known.auditSessionId(),
                newer ? known.who().filledFrom(report.who()) : known.who(),
                start ? startedAt(known, report) : earlier(known, report),
                known.startSeen() || start,
                newer ? report.at() : known.lastReportAt(),
                ended,
                usage,
                report.interimSeconds() != null ? report.interimSeconds() : known.interimSeconds(),
                cause,
                flags(known.flags(), more),
                known.rev());
    }

    /** A Start that comes twice says two times when its NAS has no clock: the first is nearer. */
    private static Instant startedAt(SessionRow known, Report start) {
        return known.startSeen() && known.startedAt().isBefore(start.at())
                ? known.startedAt()
                : start.at();
    }

    private static Instant earlier(SessionRow known, Report report) {
        if (known.startSeen()) return known.startedAt();
        Instant told = startOf(report);
        return told.isBefore(known.startedAt()) ? told : known.startedAt();
    }

    /** Without its Start a session began as long before the report as the report says it lasted. */
    private static Instant startOf(Report report) {
        return report.status() == Status.START
                ? report.at()
                : report.at().minusSeconds(report.usage().sessionSeconds());
    }

    private static List<String> flags(List<String> known, List<String> more) {
        if (more.isEmpty()) return known;
        Set<String> all = new LinkedHashSet<>(known);
        all.addAll(more);
        return all.stream().limit(MOST_FLAGS).toList();
    }
}
