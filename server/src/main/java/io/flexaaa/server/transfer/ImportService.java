package io.flexaaa.server.transfer;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.transfer.ImportReport.Row;
import io.flexaaa.server.transfer.ImportReport.Verdict;
import io.flexaaa.server.transfer.store.ImportStore;
import io.flexaaa.server.transfer.store.ImportStore.Replaced;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies what a format has read: a verdict a row, all or nothing or row by row, and undo. */
@Service
public class ImportService {
    /** Rows of one transaction when each row stands for itself. */
    private static final int CHUNK = 200;

    private final Kinds kinds;
    private final WriteJson writes;
    private final ImportStore store;
    private final AuditLog audit;
    private final SecretBox box;
    private final JsonMapper json;
    private final PlatformTransactionManager transactions;
    private final Clock clock;

    ImportService(
            Kinds kinds,
            WriteJson writes,
            ImportStore store,
            AuditLog audit,
            SecretBox box,
            JsonMapper json,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.kinds = kinds;
        this.writes = writes;
        this.store = store;
        this.audit = audit;
        this.box = box;
        this.json = json;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who imports, and what they may write. */
    public record Caller(Actor actor, Set<Permission> permissions) {}

    private static final class Work {
        final List<Row> rows = new ArrayList<>();
        final List<Change> changes = new ArrayList<>();
        final List<Undo> undo = new ArrayList<>();
        final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        boolean spoiled;

        int count() {
            return rows.size();
        }

        int count(Verdict verdict) {
            return counts.getOrDefault(verdict, 0);
        }

        void add(Row row) {
            rows.add(row);
            counts.merge(row.verdict(), 1, Integer::sum);
        }

        void addAll(Work chunk) {
            chunk.rows.forEach(this::add);
            changes.addAll(chunk.changes);
            undo.addAll(chunk.undo);
        }
    }

    private record Undo(String kind, String name, @Nullable ObjectNode before, long version) {}

    ImportReport run(
            Caller caller, String format, List<Item> items, boolean atomic, boolean dryRun) {
        List<Item> ordered = new ArrayList<>(kinds.ordered(items));
        Work work = new Work();
        Long id = null;
        int step = atomic || dryRun ? Math.max(1, ordered.size()) : CHUNK;
        boolean committed = false;
        // Most files have no bad row: savepoints, two statements a row, only once one has shown up.
        boolean careful = false;
        for (int from = 0; from < ordered.size(); ) {
            int to = Math.min(ordered.size(), from + step);
            int refused = -1;
            TransactionStatus status =
                    transactions.getTransaction(new DefaultTransactionDefinition());
            boolean keep = false;
            boolean again = false;
            Work chunk = new Work();
            try {
                if (id == null && !dryRun)
                    id = store.begin(clock.instant(), caller.actor().name(), format, atomic);
                for (int i = from; i < to; i++) {
                    Row row = tried(caller, ordered.get(i), chunk, careful);
                    if (row == null) break;
                    chunk.add(row);
                    if (!atomic && !dryRun && chunk.spoiled) {
                        refused = i;
                        break;
                    }
                }
                again = !careful && chunk.count() < to - from && refused < 0;
                keep =
                        !again
                                && refused < 0
                                && !dryRun
                                && !(atomic && chunk.count(Verdict.ERROR) > 0);
                if (keep) {
                    work.addAll(chunk);
                    keep(caller, id, format, work, to == ordered.size());
                }
            } finally {
                if (!keep) transactions.rollback(status);
            }
            if (keep) transactions.commit(status);
            else if (refused < 0 && !again) work.addAll(chunk);
            committed |= keep;
            careful |= again;
            if (again) {
                if (!committed) id = null;
            } else if (refused >= 0) {
                // Hibernate commits nothing after a refusal of the database: again, without it.
                ordered.set(refused, known(ordered.get(refused), chunk.rows.getLast()));
                if (!committed) id = null;
            } else from = to;
        }
        boolean changed = work.count(Verdict.CREATE) + work.count(Verdict.CHANGE) > 0;
        return new ImportReport(
                committed && changed ? id : null,
                format,
                dryRun,
                atomic,
                committed && changed,
                work.count(Verdict.CREATE),
                work.count(Verdict.CHANGE),
                work.count(Verdict.SAME),
                work.count(Verdict.ERROR),
                work.rows);
    }

    /**
     * A row that is refused must not spoil the transaction of the others.
     *
     * @return null when it was refused and there is no savepoint to go back to
     */
    private @Nullable Row tried(Caller caller, Item item, Work work, boolean careful) {
        if (careful) store.savepoint();
        try {
            Row row = applied(caller, item, work);
            if (careful) store.releaseSavepoint();
            store.forgetEntities();
            return row;
        } catch (Problem | DataAccessException e) {
            if (!careful) return null;
            store.rollbackToSavepoint();
            store.forgetEntities();
            work.spoiled |= e instanceof DataAccessException;
            return new Row(
                    item.line(), item.kind(), item.name(), Verdict.ERROR, List.of(), errors(e));
        }
    }

    private static Item known(Item item, Row refused) {
        return new Item(item.line(), item.kind(), item.name(), item.value(), refused.errors());
    }

    private Row applied(Caller caller, Item item, Work work) {
        if (!item.problems().isEmpty()) throw new Problem.Invalid(item.problems());
        TransferKind kind = kinds.of(item.kind());
        if (!caller.permissions().contains(kind.write()))
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "kind",
                                    kind.code(),
                                    "needs the permission " + kind.write().code(),
                                    "an administrator can grant it by role or token scope")));
        ObjectNode wanted = writes.canonical(writes.parse(kind, item.value()));
        Object view = kind.find(item.name());
        ObjectNode before = null;
        List<String> fields = List.of();
        if (view != null) {
            before = writes.ofView(kind, view);
            kind.addSecrets(view, before);
            // Absent means unchanged for secrets, and the same secret is no change: its age stays.
            for (String secret : WriteJson.secretRoots(kind))
                if (wanted.path(secret).isMissingNode()
                        || wanted.path(secret).isNull()
                        || !writes.differences(kind, only(secret, before), only(secret, wanted))
                                .contains(secret)) wanted.remove(secret);
            ObjectNode same = before.deepCopy();
            for (String secret : WriteJson.secretRoots(kind))
                if (!wanted.has(secret)) same.remove(secret);
            fields = writes.differences(kind, same, wanted);
            if (fields.isEmpty())
                return new Row(
                        item.line(), kind.code(), item.name(), Verdict.SAME, fields, List.of());
        }
        Object after = kind.put(item.name(), writes.parse(kind, wanted));
        work.changes.add(
                new Change(
                        view == null ? "create" : "update", kind.code(), item.name(), view, after));
        work.undo.add(new Undo(kind.code(), item.name(), before, writes.version(after)));
        Verdict verdict = view == null ? Verdict.CREATE : Verdict.CHANGE;
        return new Row(item.line(), kind.code(), item.name(), verdict, fields, List.of());
    }

    private ObjectNode only(String field, ObjectNode of) {
        ObjectNode one = writes.object();
        if (of.has(field)) one.set(field, of.get(field));
        return one;
    }

    private void keep(Caller caller, @Nullable Long given, String format, Work work, boolean last) {
        long id = java.util.Objects.requireNonNull(given);
        List<Long> ids = work.undo.isEmpty() ? List.of() : store.ids(work.undo.size());
        List<Replaced> replaced = new ArrayList<>();
        for (int i = 0; i < work.undo.size(); i++) {
            Undo undo = work.undo.get(i);
            long row = ids.get(i);
            ObjectNode before = undo.before();
            replaced.add(
                    new Replaced(
                            row,
                            undo.kind(),
                            undo.name(),
                            before == null
                                    ? null
                                    : box.seal(
                                            Secret.wrap(json.writeValueAsBytes(before)),
                                            place(row)),
                            undo.version()));
        }
        store.replaced(id, replaced);
        audit.changes(caller.actor(), work.changes);
        work.undo.clear();
        work.changes.clear();
        if (!last) return;
        boolean changed = work.count(Verdict.CREATE) + work.count(Verdict.CHANGE) > 0;
        if (!changed) {
            store.discard(id);
            return;
        }
        store.end(
                id,
                work.count(Verdict.CREATE),
                work.count(Verdict.CHANGE),
                work.count(Verdict.SAME),
                work.count(Verdict.ERROR));
        audit.note(
                caller.actor(),
                "import",
                "import",
                String.valueOf(id),
                Map.of(
                        "format",
                        format,
                        "created",
                        work.count(Verdict.CREATE),
                        "changed",
                        work.count(Verdict.CHANGE),
                        "failed",
                        work.count(Verdict.ERROR)));
    }

    // Undo ---------------------------------------------------------------------------------------

    public List<ImportStore.Run> runs(long before, int most) {
        return store.runs(before, most);
    }

    /**
     * Puts back what an import replaced, all or nothing. Refused when one of its things was changed
     * since: that change would be lost.
     */
    public int undo(Caller caller, long id) {
        TransactionStatus status = transactions.getTransaction(new DefaultTransactionDefinition());
        boolean keep = false;
        try {
            ImportStore.Run run =
                    store.lock(id)
                            .orElseThrow(() -> new Problem.NotFound("import", String.valueOf(id)));
            if (run.undoneAt() != null)
                throw new Problem.Conflict(
                        "ALREADY_UNDONE", "import " + id + " was undone at " + run.undoneAt());
            List<Replaced> rows = store.rows(id);
            refuseWhatChangedSince(id, caller, rows);
            List<Change> changes = new ArrayList<>();
            for (Replaced row : rows) {
                changes.add(putBack(row));
                store.writeAndForgetEntities();
            }
            audit.changes(caller.actor(), changes);
            audit.note(
                    caller.actor(),
                    "undo",
                    "import",
                    String.valueOf(id),
                    Map.of("objects", rows.size()));
            store.undone(id, clock.instant(), caller.actor().name());
            keep = true;
            return rows.size();
        } finally {
            if (keep) transactions.commit(status);
            else transactions.rollback(status);
        }
    }

    private void refuseWhatChangedSince(long id, Caller caller, List<Replaced> rows) {
        List<FieldProblem> changed = new ArrayList<>();
        for (Replaced row : rows) {
            TransferKind kind = kinds.of(row.kind());
            if (!caller.permissions().contains(kind.write()))
                throw new Problem.Conflict(
                        "FORBIDDEN", "missing permission: " + kind.write().code());
            Object view = kind.find(row.name());
            if (view == null || writes.version(view) != row.afterVersion())
                changed.add(
                        new FieldProblem(
                                row.kind() + "/" + row.name(),
                                "",
                                view == null
                                        ? "was deleted since import " + id
                                        : "was changed since import " + id,
                                "put it back by hand; the audit log has its former state"));
            store.forgetEntities();
        }
        if (!changed.isEmpty()) throw new Problem.Invalid(changed);
    }

    private Change putBack(Replaced row) {
        TransferKind kind = kinds.of(row.kind());
        Object view = kind.find(row.name());
        byte[] sealed = row.before();
        if (sealed == null) {
            kind.delete(row.name());
            return new Change("delete", row.kind(), row.name(), view, null);
        }
        byte[] clear = box.open(sealed, place(row.id())).reveal();
        ObjectNode before = (ObjectNode) json.readTree(clear);
        Object after = kind.put(row.name(), writes.parse(kind, before));
        return new Change("update", row.kind(), row.name(), view, after);
    }

    private static SecretBox.Place place(long row) {
        return new SecretBox.Place("import_row", row, "before_sealed");
    }

    private static List<FieldProblem> errors(RuntimeException e) {
        return switch (e) {
            case Problem.Invalid invalid -> invalid.errors();
            case Problem other ->
                    List.of(new FieldProblem("", "", other.detail(), "code " + other.code()));
            default ->
                    List.of(
                            new FieldProblem(
                                    "",
                                    "",
                                    "the database refuses this row",
                                    "a name that differs only in case from another's, or a value"
                                            + " that is taken"));
        };
    }
}
