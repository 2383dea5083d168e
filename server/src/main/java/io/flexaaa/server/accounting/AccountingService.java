package io.flexaaa.server.accounting;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.store.AccountingStore;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.SessionJournal;
import io.flexaaa.server.session.SessionRow;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Accounting intake. One thread takes what is waiting, commits it in one transaction and then lets
 * the answers go: an Accounting-Response means that the record is on disk. While one batch is being
 * committed the next one gathers, so batches grow with the load by themselves and nobody waits on a
 * timer.
 */
@Service
public class AccountingService {

    private static final Logger log = LoggerFactory.getLogger(AccountingService.class);
    private static final int QUEUE = 16_384;
    private static final int BATCH = 512;

    private final AccountingStore store;
    private final SessionJournal journal;
    private final LiveSessions sessions;
    private final TransactionTemplate transaction;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private volatile boolean stopping;

    private record Item(AcctRecord record, Consumer<Boolean> done) {}

    AccountingService(
            AccountingStore store,
            SessionJournal journal,
            LiveSessions sessions,
            TransactionTemplate transaction,
            MeterRegistry meters) {
        this.store = store;
        this.journal = journal;
        this.sessions = sessions;
        this.transaction = transaction;
        Gauge.builder("flexaaa.accounting.queue", queue, BlockingQueue::size).register(meters);
        this.thread = Thread.ofPlatform().name("accounting").daemon().start(this::run);
    }

    /**
     * Takes a record over. Never blocks.
     *
     * @param done told whether the record is committed; the answer to the NAS hangs on it
     * @return false when the queue is full: the NAS will try again
     */
    public boolean submit(AcctRecord record, Consumer<Boolean> done) {
        return queue.offer(new Item(record, done));
    }

    private void run() {
        List<Item> batch = new ArrayList<>(BATCH);
        while (!stopping || !queue.isEmpty()) {
            try {
                Item first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) continue;
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
                commit(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                batch.clear();
            }
        }
    }

    private void commit(List<Item> batch) {
        List<SessionRow> changed;
        try {
            List<SessionRow> result = transaction.execute(status -> write(batch));
            changed = result == null ? List.of() : result;
        } catch (RuntimeException e) {
            refused(batch, e);
            return;
        }
        for (Item item : batch) tell(item, true);
        try {
            sessions.committed(changed);
        } catch (RuntimeException e) {
            log.error("live sessions not updated for {} records", batch.size(), e);
        }
    }

    /** One record the database will not have must not cost the others their answer. */
    private void refused(List<Item> batch, RuntimeException e) {
        boolean away =
                e instanceof DataAccessResourceFailureException
                        || e instanceof TransientDataAccessException
                        || e instanceof CannotCreateTransactionException;
        if (away || batch.size() == 1) {
            log.warn("{} accounting records not stored: {}", batch.size(), e.getMessage());
            for (Item item : batch) tell(item, false);
            return;
        }
        for (Item item : batch) commit(List.of(item));
    }

    private static void tell(Item item, boolean committed) {
        try {
            item.done.accept(committed);
        } catch (RuntimeException e) {
            log.warn("an Accounting-Response was not sent: {}", e.toString());
        }
    }

    /** In the order received; a NAS restart closes what came before it, not what comes after. */
    private List<SessionRow> write(List<Item> batch) {
        List<SessionRow> changed = new ArrayList<>();
        List<Report> reports = new ArrayList<>(batch.size());
        for (Item item : batch) {
            switch (item.record) {
                case Report report -> reports.add(report);
                case AcctRecord.Restart restart -> {
                    changed.addAll(writeReports(reports));
                    reports.clear();
                    changed.addAll(
                            journal.closeAll(
                                    restart.nasId(),
                                    restart.nasAddress(),
                                    restart.at(),
                                    restart.on() ? "NAS-Reboot" : "Admin-Reboot"));
                }
            }
        }
        changed.addAll(writeReports(reports));
        return changed;
    }

    private List<SessionRow> writeReports(List<Report> reports) {
        if (reports.isEmpty()) return List.of();
        Set<UUID> keys = HashSet.newHashSet(reports.size());
        for (Report report : reports) keys.add(report.key());
        Map<UUID, SessionRow> states = new LinkedHashMap<>(journal.lock(keys));
        for (Report report : reports) {
            states.put(report.key(), SessionFold.fold(states.get(report.key()), report));
        }
        List<SessionRow> stored = journal.upsert(states.values());
        store.events(reports);
        return stored;
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        thread.join(5_000);
    }
}
