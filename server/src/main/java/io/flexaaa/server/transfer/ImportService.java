package io.flexaaa.server.transfer;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.transfer.ImportReport.Row;
import io.flexaaa.server.transfer.ImportReport.Verdict;
import io.flexaaa.server.transfer.store.ImportStore;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies what a format has read: a verdict a row, all or nothing or row by row. */
@Service
public class ImportService {
    /** Rows of one transaction when each row stands for itself. */
    private static final int CHUNK = 1000;

    private final Kinds kinds;
    private final ImportRows rows;
    private final ImportUndo undo;
    private final ImportStore store;
    private final AuditLog audit;
    private final PlatformTransactionManager transactions;
    private final Clock clock;

    ImportService(
            Kinds kinds,
            ImportRows rows,
            ImportUndo undo,
            ImportStore store,
            AuditLog audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.kinds = kinds;
        this.rows = rows;
        this.undo = undo;
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who imports, and what they may write. */
    public record Caller(Actor actor, Set<Permission> permissions) {}

    /**
     * One transaction of an import: how it went.
     *
     * @param again rows to refuse, by their place, in another run of this transaction
     */
    private record Chunk(
            ImportWork work,
            @Nullable Long id,
            boolean committed,
            Map<Integer, List<FieldProblem>> again) {}

    ImportReport run(
            Caller caller, String format, List<Item> items, boolean atomic, boolean dryRun) {
        List<Item> ordered = new ArrayList<>(kinds.ordered(items));
        ImportWork work = new ImportWork();
        Long id = null;
        int step = atomic || dryRun ? Math.max(1, ordered.size()) : CHUNK;
        boolean committed = false;
        for (int from = 0; from < ordered.size(); ) {
            int start = from;
            int to = Math.min(ordered.size(), from + step);
            Chunk chunk = chunk(caller, format, ordered, from, to, atomic, dryRun, id, work);
            if (!chunk.again().isEmpty()) {
                chunk.again()
                        .forEach((row, why) -> {
                            Item item = ordered.get(start + row);
                            ordered.set(
                                    start + row,
                                    new Item(
                                            item.line(),
                                            item.kind(),
                                            item.name(),
                                            item.value(),
                                            why));
                        });
                continue;
            }
            committed |= chunk.committed();
            if (chunk.committed()) id = chunk.id();
            work.addAll(chunk.work());
            work.changes.clear();
            work.undo.clear();
            from = to;
        }
        boolean kept = committed && work.changedSomething();
        return new ImportReport(
                kept ? id : null,
                format,
                dryRun,
                atomic,
                kept,
                work.count(Verdict.CREATE),
                work.count(Verdict.CHANGE),
                work.count(Verdict.SAME),
                work.count(Verdict.ERROR),
                work.rows);
    }

    private Chunk chunk(
            Caller caller,
            String format,
            List<Item> items,
            int from,
            int to,
            boolean atomic,
            boolean dryRun,
            @Nullable Long begun,
            ImportWork before) {
        TransactionStatus status = transactions.getTransaction(new DefaultTransactionDefinition());
        ImportWork chunk = new ImportWork();
        Long id = begun;
        boolean keep = false;
        Map<Integer, List<FieldProblem>> again = new HashMap<>();
        try {
            if (id == null && !dryRun)
                id = store.begin(clock.instant(), caller.actor().name(), format, atomic);
            for (int i = from; i < to && again.isEmpty(); ) {
                i = rows.apply(caller.permissions(), items, i, to, chunk);
                Row spoiler = chunk.spoiledBy;
                // Hibernate commits nothing after a refusal of the database: again, without it.
                if (spoiler != null && !atomic && !dryRun)
                    again.put(chunk.rows.indexOf(spoiler), spoiler.errors());
            }
            boolean good = again.isEmpty() && !(atomic && chunk.count(Verdict.ERROR) > 0);
            if (good) again.putAll(refusedByGuards(caller, chunk, atomic || dryRun));
            if (good && again.isEmpty() && id != null) {
                undo.keep(id, chunk.undo);
                audit.changes(caller.actor(), chunk.changes);
                if (to == items.size()) end(caller, id, format, before, chunk);
                keep = true;
            }
        } finally {
            if (!keep) transactions.rollback(status);
        }
        if (keep) transactions.commit(status);
        return new Chunk(chunk, id, keep, again);
    }

    /** A policy test judges all rows of a transaction together, so it refuses them together. */
    private Map<Integer, List<FieldProblem>> refusedByGuards(
            Caller caller, ImportWork chunk, boolean whole) {
        Map<Integer, List<FieldProblem>> refused = new HashMap<>();
        try {
            audit.check(caller.actor(), chunk.changes);
        } catch (Problem.Conflict e) {
            if (whole) throw e;
            List<FieldProblem> why =
                    List.of(new FieldProblem("", "", e.detail(), "code " + e.code()));
            for (int i = 0; i < chunk.rows.size(); i++) {
                Verdict verdict = chunk.rows.get(i).verdict();
                if (verdict == Verdict.CREATE || verdict == Verdict.CHANGE) refused.put(i, why);
            }
        }
        return refused;
    }

    private void end(Caller caller, long id, String format, ImportWork before, ImportWork chunk) {
        if (!before.changedSomething() && !chunk.changedSomething()) {
            store.discard(id);
            return;
        }
        int created = before.count(Verdict.CREATE) + chunk.count(Verdict.CREATE);
        int changed = before.count(Verdict.CHANGE) + chunk.count(Verdict.CHANGE);
        int failed = before.count(Verdict.ERROR) + chunk.count(Verdict.ERROR);
        store.end(
                id,
                created,
                changed,
                before.count(Verdict.SAME) + chunk.count(Verdict.SAME),
                failed);
        audit.note(
                caller.actor(),
                "import",
                "import",
                String.valueOf(id),
                Map.of("format", format, "created", created, "changed", changed, "failed", failed));
    }

    public List<ImportStore.Run> runs(long before, int most) {
        return store.runs(before, most);
    }
}
