package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.AcctRecord.Restart;
import io.flexaaa.server.accounting.AcctRecord.Status;
import io.flexaaa.server.accounting.store.AccountingStore;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.SessionFollower;
import io.flexaaa.server.session.SessionIds;
import io.flexaaa.server.session.SessionJournal;
import io.flexaaa.server.session.SessionRow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One batch of records in one transaction.
 *
 * <p>First as if this instance were alone: what a session was is taken from memory, a Start nobody
 * has heard of is a new session, and nothing is read. The database checks both (the unique key, the
 * row's rev); if it finds that another instance was there, nothing is committed, and the batch is
 * written again with every session read and locked.
 */
final class BatchWriter {

    private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);
    private static final int ATTEMPTS = 4;

    /** A Start older than that may be of a session long ended: the history is asked. */
    private static final Duration FRESH = Duration.ofMinutes(30);

    private final String name;
    private final SessionJournal journal;
    private final AccountingStore store;
    private final LiveSessions sessions;
    private final AccountingUpkeep upkeep;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SessionIds ids;
    private long seq;

    /** Makes the writers of this instance. */
    @Component
    record Factory(
            SessionFollower follower,
            SessionJournal journal,
            AccountingStore store,
            LiveSessions sessions,
            AccountingUpkeep upkeep,
            TransactionTemplate transaction,
            Clock clock) {
        BatchWriter writer(int number) {
            return new BatchWriter(follower.writer(number), this);
        }
    }

    /** Another instance has changed a session since this one last heard of it. */
    private static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("a session was changed meanwhile", null, false, false);
        }
    }

    BatchWriter(String name, Factory with) {
        this.name = name;
        this.journal = with.journal;
        this.store = with.store;
        this.sessions = with.sessions;
        this.upkeep = with.upkeep;
        this.transaction = with.transaction;
        this.clock = with.clock;
        this.ids = with.journal.ids();
    }

    /**
     * Throws what the database says if it will not have the batch; then nothing of it is stored.
     *
     * @param committed run as soon as the records are on disk
     */
    void commit(List<AcctRecord> batch, Runnable committed) {
        for (int attempt = 1; ; attempt++) {
            boolean careful = attempt > 1;
            try {
                List<SessionRow> written = transaction.execute(status -> write(batch, careful));
                committed.run();
                remember(written == null ? List.of() : written);
                return;
            } catch (DuplicateKeyException | ConcurrencyFailureException | Overtaken e) {
                if (attempt == ATTEMPTS) throw e;
                log.debug("accounting batch of {} written again: {}", batch.size(), e.toString());
            } catch (DataIntegrityViolationException e) {
                // The clock has jumped past the partitions made ahead, or their job has failed for
                // long.
                if (attempt > 1 || !AccountingStore.wantsPartition(e)) throw e;
                log.warn("accounting has no partition for {}: made now", clock.instant());
                upkeep.partitions(clock.instant());
            }
        }
    }

    private void remember(List<SessionRow> written) {
        if (written.isEmpty()) return;
        seq++;
        try {
            sessions.committed(written);
        } catch (RuntimeException e) {
            log.error("live sessions not updated for {} sessions", written.size(), e);
        }
    }

    /** In the order received; a NAS restart closes what came before it, not what comes after. */
    private List<SessionRow> write(List<AcctRecord> batch, boolean careful) {
        List<SessionRow> changed = new ArrayList<>(batch.size());
        List<Report> reports = new ArrayList<>(batch.size());
        boolean reread = careful;
        for (AcctRecord record : batch) {
            switch (record) {
                case Report report -> reports.add(report);
                case Restart restart -> {
                    writeReports(reports, reread, changed);
                    reports.clear();
                    changed.addAll(
                            journal.closeAll(
                                    restart.nasId(),
                                    restart.nasAddress(),
                                    restart.at(),
                                    restart.on() ? "NAS-Reboot" : "Admin-Reboot"));
                    // Memory does not know of it before the commit.
                    reread = true;
                }
            }
        }
        writeReports(reports, reread, changed);
        if (!changed.isEmpty()) {
            Set<UUID> keys = HashSet.newHashSet(changed.size());
            for (SessionRow row : changed) keys.add(row.key());
            journal.changed(name, seq + 1, keys);
        }
        return changed;
    }

    private void writeReports(List<Report> reports, boolean careful, List<SessionRow> changed) {
        if (reports.isEmpty()) return;
        Folding folding = new Folding();
        Set<UUID> unknown = new HashSet<>();
        for (Report report : reports) {
            SessionRow known = careful ? null : journal.remembered(report.key());
            if (known != null) folding.known(known);
            else if (careful || !assumedNew(report)) unknown.add(report.key());
        }
        if (!unknown.isEmpty()) {
            for (Map.Entry<UUID, SessionRow> found : journal.lock(unknown).entrySet()) {
                folding.known(found.getValue());
            }
        }
        for (Report report : reports) folding.fold(report);

        long nowMs = clock.millis();
        List<SessionRow> fresh = folding.fresh(() -> ids.next(nowMs));
        if (!fresh.isEmpty()) journal.insert(fresh);
        List<SessionRow> counted = folding.counted();
        if (!counted.isEmpty() && !journal.update(counted, false)) throw new Overtaken();
        List<SessionRow> changedWhole = folding.changed();
        if (!changedWhole.isEmpty() && !journal.update(changedWhole, true)) throw new Overtaken();
        store.events(folding.news());
        store.eventsUnlessThere(folding.perhapsNews());
        store.usage(folding.usage());
        changed.addAll(fresh);
        changed.addAll(counted);
        changed.addAll(changedWhole);
    }

    private static boolean assumedNew(Report report) {
        return report.status() == Status.START
                && Duration.between(report.at(), report.receivedAt()).compareTo(FRESH) < 0;
    }
}
