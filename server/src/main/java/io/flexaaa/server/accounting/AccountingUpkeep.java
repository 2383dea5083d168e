package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.store.UsageStore;
import io.flexaaa.server.session.SessionJournal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Keeps accounting's tables: sums up usage, moves ended sessions to the history, makes partitions
 * ahead and drops old ones. Every instance tries; who holds the job's lock does it.
 */
@Component
class AccountingUpkeep {

    private static final Logger log = LoggerFactory.getLogger(AccountingUpkeep.class);

    /** Late reports of a session find it where it was, mostly. */
    private static final Duration SETTLED = Duration.ofHours(1);

    /** As far back as a NAS's delay is believed (7 days) and an increment is spread (2 days). */
    private static final Duration BACK = Duration.ofDays(10);

    private static final Duration REPORTS_AHEAD = Duration.ofDays(14);
    private static final Duration MONTHS_AHEAD = Duration.ofDays(62);
    private static final int MOVED_AT_ONCE = 5_000;

    private final UsageStore store;
    private final SessionJournal journal;
    private final TransactionTemplate transaction;
    private final AccountingProperties properties;
    private final Clock clock;

    AccountingUpkeep(
            UsageStore store,
            SessionJournal journal,
            TransactionTemplate transaction,
            AccountingProperties properties,
            Clock clock) {
        this.store = store;
        this.journal = journal;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
        partitions(clock.instant());
    }

    @Scheduled(fixedDelay = 1_000)
    void usage() {
        job("usage", this::sumUp);
    }

    @Scheduled(fixedDelay = 30_000, initialDelay = 30_000)
    void history() {
        job("history", () -> settle(clock.instant()));
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
    void partitions() {
        job("partitions", () -> partitions(clock.instant()));
        job("usage days", () -> days(clock.instant()));
    }

    private void job(String name, Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException e) {
            log.warn("accounting upkeep, {}: {}; tried again", name, e.getMessage());
        }
    }

    void sumUp() {
        transaction.executeWithoutResult(status -> {
            if (!store.mine("flexaaa-usage")) return;
            // One that no partition takes would hold up all that come after it.
            Instant oldest = store.oldestUsage();
            if (oldest == null) return;
            Instant now = clock.instant();
            if (oldest.isBefore(now.minus(BACK))) {
                store.ensurePartitions("usage_hour", "month", oldest, now);
            }
            store.sumUp();
        });
    }

    void settle(Instant now) {
        Instant oldest = store.oldestEnd(now);
        if (oldest.isBefore(now.minus(BACK))) {
            transaction.executeWithoutResult(
                    status -> store.ensurePartitions("acct_session_past", "month", oldest, now));
        }
        int moved;
        do {
            Integer some =
                    transaction.execute(
                            status -> journal.settle(now.minus(SETTLED), MOVED_AT_ONCE));
            moved = some == null ? 0 : some;
        } while (moved == MOVED_AT_ONCE);
    }

    /** The time is given, so that a month's end can be tried on any day. */
    void partitions(Instant now) {
        transaction.executeWithoutResult(status -> {
            Instant back = now.minus(BACK);
            Instant months = now.plus(MONTHS_AHEAD);
            store.ensurePartitions("acct_event", "day", back, now.plus(REPORTS_AHEAD));
            store.ensurePartitions("acct_session_past", "month", back, months);
            store.ensurePartitions("usage_hour", "month", back, months);
        });
        drop("acct_event", now, properties.keepReportDays());
        drop("acct_session_past", now, properties.keepSessionDays());
        drop("usage_hour", now, properties.keepHourDays());
    }

    private void drop(String table, Instant now, int keepDays) {
        // What is made for late reports is not dropped in the same round.
        Instant before = now.minus(Duration.ofDays(Math.max(keepDays, BACK.toDays() + 1)));
        List<String> dropped = transaction.execute(status -> store.dropPartitions(table, before));
        if (dropped != null && !dropped.isEmpty()) {
            log.info("past their {} days, dropped: {}", keepDays, dropped);
        }
    }

    void days(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        transaction.executeWithoutResult(status -> {
            if (!store.mine("flexaaa-usage-days")) return;
            store.makeDays(today.minusDays(BACK.toDays()));
            store.dropDays(today.minusDays(properties.keepDayDays()));
        });
    }
}
