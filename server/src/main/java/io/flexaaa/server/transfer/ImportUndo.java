package io.flexaaa.server.transfer;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.transfer.ImportService.Caller;
import io.flexaaa.server.transfer.store.ImportStore;
import io.flexaaa.server.transfer.store.ImportStore.Replaced;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps what an import replaces, sealed, and puts it back. */
@Service
public class ImportUndo {
    private static final int BATCH = 1000;

    private final Kinds kinds;
    private final WriteJson writes;
    private final ImportStore store;
    private final AuditLog audit;
    private final SecretBox box;
    private final JsonMapper json;
    private final Clock clock;

    ImportUndo(
            Kinds kinds,
            WriteJson writes,
            ImportStore store,
            AuditLog audit,
            SecretBox box,
            JsonMapper json,
            Clock clock) {
        this.kinds = kinds;
        this.writes = writes;
        this.store = store;
        this.audit = audit;
        this.box = box;
        this.json = json;
        this.clock = clock;
    }

    /** Inside the transaction of the import. */
    void keep(long importId, List<ImportWork.Undo> undo) {
        for (int from = 0; from < undo.size(); from += BATCH) {
            List<ImportWork.Undo> some = undo.subList(from, Math.min(undo.size(), from + BATCH));
            List<Long> ids = store.ids(some.size());
            List<Replaced> rows = new ArrayList<>(some.size());
            for (int i = 0; i < some.size(); i++) {
                ImportWork.Undo one = some.get(i);
                long row = ids.get(i);
                ObjectNode before = one.before();
                byte[] sealed =
                        before == null
                                ? null
                                : box.seal(Secret.wrap(json.writeValueAsBytes(before)), place(row));
                rows.add(new Replaced(row, one.kind(), one.name(), sealed, one.version()));
            }
            store.replaced(importId, rows);
        }
    }

    /**
     * Puts back what an import replaced, all or nothing. Refused when one of its things was changed
     * since: that change would be lost.
     */
    @Transactional
    public int undo(Caller caller, long id) {
        ImportStore.Run run =
                store.lock(id)
                        .orElseThrow(() -> new Problem.NotFound("import", String.valueOf(id)));
        if (run.undoneAt() != null)
            throw new Problem.Conflict(
                    "ALREADY_UNDONE", "import " + id + " was undone at " + run.undoneAt());
        List<Replaced> rows = onceEach(store.rows(id));
        List<FieldProblem> changed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (List<Replaced> some : batches(rows)) {
            TransferKind kind = kinds.of(some.getFirst().kind());
            if (!caller.permissions().contains(kind.write()))
                throw new Problem.Conflict(
                        "FORBIDDEN", "missing permission: " + kind.write().code());
            Map<String, Object> views = views(kind, some);
            changed.addAll(changedSince(id, some, views));
            store.forgetEntities();
            if (changed.isEmpty()) changes.addAll(putBack(kind, some, views));
        }
        if (!changed.isEmpty()) throw new Problem.Invalid(changed);
        audit.check(caller.actor(), changes);
        audit.changes(caller.actor(), changes);
        audit.note(
                caller.actor(),
                "undo",
                "import",
                String.valueOf(id),
                Map.of("objects", rows.size()));
        store.undone(id, clock.instant(), caller.actor().name());
        return rows.size();
    }

    /**
     * A name that the file had twice: what it was before the first, unless it changed after the
     * last.
     */
    private static List<Replaced> onceEach(List<Replaced> newestFirst) {
        Map<String, Replaced> byName = new LinkedHashMap<>();
        for (Replaced row : newestFirst)
            byName.merge(
                    row.kind() + '/' + row.name(),
                    row,
                    (last, first) ->
                            new Replaced(
                                    first.id(),
                                    first.kind(),
                                    first.name(),
                                    first.before(),
                                    last.afterVersion()));
        return List.copyOf(byName.values());
    }

    /** One kind each, in the same order. */
    private static List<List<Replaced>> batches(List<Replaced> rows) {
        List<List<Replaced>> all = new ArrayList<>();
        for (int from = 0; from < rows.size(); ) {
            int to = from;
            while (to < rows.size()
                    && to < from + BATCH
                    && rows.get(to).kind().equals(rows.get(from).kind())) to++;
            all.add(rows.subList(from, to));
            from = to;
        }
        return all;
    }

    private Map<String, Object> views(TransferKind kind, List<Replaced> rows) {
        if (kind instanceof BatchKind many)
            return many.locked(rows.stream().map(Replaced::name).toList());
        Map<String, Object> found = new HashMap<>();
        for (Replaced row : rows) {
            Object view = kind.find(row.name());
            if (view != null) found.put(row.name(), view);
        }
        return found;
    }

    private List<FieldProblem> changedSince(
            long id, List<Replaced> rows, Map<String, Object> views) {
        List<FieldProblem> changed = new ArrayList<>();
        for (Replaced row : rows) {
            Object view = views.get(row.name());
            if (view != null && writes.version(view) == row.afterVersion()) continue;
            changed.add(
                    new FieldProblem(
                            row.kind() + "/" + row.name(),
                            "",
                            view == null
                                    ? "was deleted since import " + id
                                    : "was changed since import " + id,
                            "put it back by hand; the audit log has its former state"));
        }
        return changed;
    }

    private List<Change> putBack(
            TransferKind kind, List<Replaced> rows, Map<String, Object> views) {
        Map<String, Object> former = new LinkedHashMap<>();
        List<String> gone = new ArrayList<>();
        for (Replaced row : rows) {
            byte[] sealed = row.before();
            if (sealed == null) {
                gone.add(row.name());
                continue;
            }
            byte[] clear = box.open(sealed, place(row.id())).reveal();
            former.put(row.name(), writes.parse(kind, (ObjectNode) json.readTree(clear)));
        }
        if (kind instanceof BatchKind many) {
            List<BatchKind.Put> puts = new ArrayList<>();
            former.forEach(
                    (name, write) -> puts.add(new BatchKind.Put(name, write, views.get(name))));
            for (Problem refused : many.putAll(puts).values()) throw refused;
            many.deleteAll(gone);
        } else {
            former.forEach((name, write) -> kind.put(name, write));
            gone.forEach(kind::delete);
        }
        store.writeAndForgetEntities();
        List<Change> changes = new ArrayList<>();
        Map<String, Object> after = views(kind, rows);
        store.forgetEntities();
        for (Replaced row : rows)
            changes.add(
                    new Change(
                            row.before() == null ? "delete" : "update",
                            row.kind(),
                            row.name(),
                            views.get(row.name()),
                            after.get(row.name())));
        return changes;
    }

    private static SecretBox.Place place(long row) {
        return new SecretBox.Place("import_row", row, "before_sealed");
    }
}
