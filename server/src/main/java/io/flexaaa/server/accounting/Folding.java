package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.AcctRecord.Status;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What a batch of reports does to its sessions, and what is to be written for it. Duplicates change
 * nothing and so write nothing.
 */
final class Folding {

    private final Map<UUID, One> sessions = new LinkedHashMap<>();
    private final List<Pending> news = new ArrayList<>();
    private final List<Pending> perhaps = new ArrayList<>();
    private final Map<UsagePart.Key, UsagePart> usage = new HashMap<>();

    private static final class One {
        final @Nullable SessionRow before;
        @Nullable SessionRow now;
        // As it will be written; known once all reports are folded.
        @Nullable SessionRow written;

        One(@Nullable SessionRow before) {
            this.before = before;
            this.now = before;
        }
    }

    private record Pending(One session, Report report) {}

    void known(SessionRow row) {
        sessions.putIfAbsent(row.key(), new One(row));
    }

    void fold(Report report) {
        One one = sessions.computeIfAbsent(report.key(), key -> new One(null));
        SessionRow known = one.now;
        SessionRow next = SessionFold.fold(known, report);
        one.now = next;
        if (report.status() != Status.START) {
            (certainlyNew(known, report) ? news : perhaps).add(new Pending(one, report));
            UsagePart.of(
                    known, next, report, part -> usage.merge(part.key(), part, UsagePart::plus));
        }
    }

    /** A report that is further on than all before it cannot be there already. */
    private static boolean certainlyNew(@Nullable SessionRow known, Report report) {
        if (known == null) return true;
        return report.usage().sessionSeconds() > known.usage().sessionSeconds()
                || report.status() == Status.STOP && known.state() != SessionState.ENDED;
    }

    /** Sessions nobody has heard of, now with ids. */
    List<SessionRow> fresh(LongSupplier ids) {
        List<SessionRow> rows = new ArrayList<>();
        for (One one : sessions.values()) {
            if (one.before != null || one.now == null) continue;
            one.written = one.now.stored(ids.getAsLong(), 1);
            rows.add(one.written);
        }
        return rows;
    }

    /** Known sessions of which only counters, times or the end are different. */
    List<SessionRow> counted() {
        return updated(true);
    }

    /** The other known sessions that are different. */
    List<SessionRow> changed() {
        return updated(false);
    }

    private List<SessionRow> updated(boolean onlyCounters) {
        List<SessionRow> rows = new ArrayList<>();
        for (One one : sessions.values()) {
            SessionRow before = one.before;
            SessionRow now = one.now;
            if (before == null || now == null || now.equals(before)) continue;
            if (now.sameButForCounters(before) != onlyCounters) continue;
            one.written = now.stored(before.id(), before.rev() + 1);
            rows.add(one.written);
        }
        return rows;
    }

    List<ReportEvent> news() {
        return events(news);
    }

    /** Those that may be copies of what is stored. */
    List<ReportEvent> perhapsNews() {
        return events(perhaps);
    }

    private static List<ReportEvent> events(List<Pending> pending) {
        List<ReportEvent> events = new ArrayList<>(pending.size());
        for (Pending one : pending) {
            SessionRow row = one.session.written != null ? one.session.written : one.session.before;
            if (row != null) events.add(new ReportEvent(row.id(), one.report));
        }
        return events;
    }

    Collection<UsagePart> usage() {
        return usage.values();
    }
}
