package io.flexaaa.server.transfer;

import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.transfer.ImportReport.Row;
import io.flexaaa.server.transfer.ImportReport.Verdict;
import io.flexaaa.server.transfer.store.ImportStore;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Judges and applies rows inside the transaction of the caller; a refused row leaves the others as
 * they are.
 */
@Component
class ImportRows {
    private static final int BATCH = 1000;

    private final Kinds kinds;
    private final WriteJson writes;
    private final ImportStore store;

    ImportRows(Kinds kinds, WriteJson writes, ImportStore store) {
        this.kinds = kinds;
        this.writes = writes;
        this.store = store;
    }

    /**
     * A row that has been judged.
     *
     * @param wanted null when nothing is to be written
     */
    private record Judged(
            Item item, @Nullable ObjectNode wanted, @Nullable ObjectNode before, Row row) {}

    /**
     * Applies {@code items} from that index on, as many as go in one step: a batch where the kind
     * can, else one.
     *
     * @return the index after the last row applied
     */
    int apply(Set<Permission> permissions, List<Item> items, int from, int to, ImportWork work) {
        if (!(kinds.find(items.get(from).kind()) instanceof BatchKind kind)) {
            work.add(alone(permissions, items.get(from), work));
            return from + 1;
        }
        List<Item> batch = batch(items.subList(from, to));
        ImportWork done = new ImportWork();
        store.savepoint();
        try {
            together(permissions, kind, batch, done);
            store.releaseSavepoint();
        } catch (DataIntegrityViolationException _) {
            // One of them; which one shows when they go one by one.
            store.rollbackToSavepoint();
            store.forgetEntities();
            done = new ImportWork();
            for (Item item : batch) done.add(alone(permissions, item, done));
        }
        if (work.spoiledBy == null) work.spoiledBy = done.spoiledBy;
        work.addAll(done);
        return from + batch.size();
    }

    /** Up to where a name comes again: the second then meets what the first has made. */
    private static List<Item> batch(List<Item> items) {
        Set<String> names = new HashSet<>();
        String kind = items.getFirst().kind();
        int end = 0;
        while (end < items.size()
                && end < BATCH
                && items.get(end).kind().equals(kind)
                && names.add(items.get(end).name().toLowerCase(Locale.ROOT))) end++;
        return items.subList(0, end);
    }

    private Row alone(Set<Permission> permissions, Item item, ImportWork work) {
        store.savepoint();
        try {
            TransferKind kind = kinds.of(item.kind());
            Object view = permitted(permissions, kind, item) ? kind.find(item.name()) : null;
            ObjectNode before = view == null ? null : before(kind, List.of(view)).getFirst();
            Judged judged = judged(kind, item, before);
            ObjectNode wanted = judged.wanted();
            if (wanted != null) {
                Object after = kind.put(item.name(), writes.parse(kind, wanted));
                done(kind, judged, view, after, work);
            }
            store.releaseSavepoint();
            store.forgetEntities();
            return judged.row();
        } catch (Problem | DataAccessException e) {
            store.rollbackToSavepoint();
            store.forgetEntities();
            Row row = refused(item, e);
            if (work.spoiledBy == null && e instanceof DataAccessException) work.spoiledBy = row;
            return row;
        }
    }

    private void together(
            Set<Permission> permissions, BatchKind kind, List<Item> batch, ImportWork work) {
        Map<String, Object> views = kind.locked(batch.stream().map(Item::name).toList());
        Map<String, ObjectNode> befores = new HashMap<>();
        List<Object> known = List.copyOf(views.values());
        List<ObjectNode> stored = before(kind, known);
        for (int i = 0; i < known.size(); i++)
            befores.put(writes.name(known.get(i)), stored.get(i));
        store.forgetEntities();
        List<Judged> all = new ArrayList<>(batch.size());
        List<BatchKind.Put> puts = new ArrayList<>(batch.size());
        for (Item item : batch) {
            try {
                permitted(permissions, kind, item);
                Judged judged = judged(kind, item, befores.get(item.name()));
                ObjectNode wanted = judged.wanted();
                if (wanted != null)
                    puts.add(
                            new BatchKind.Put(
                                    item.name(),
                                    writes.parse(kind, wanted),
                                    views.get(item.name())));
                all.add(judged);
            } catch (Problem e) {
                all.add(new Judged(item, null, null, refused(item, e)));
            }
        }
        Map<String, Problem> refused = kind.putAll(puts);
        store.forgetEntities();
        Map<String, Object> after =
                kind.locked(
                        puts.stream()
                                .map(BatchKind.Put::name)
                                .filter(name -> !refused.containsKey(name))
                                .toList());
        for (Judged judged : all) {
            String name = judged.item().name();
            Problem problem = judged.wanted() == null ? null : refused.get(name);
            Object view = after.get(name);
            if (problem == null && judged.wanted() != null && view != null)
                done(kind, judged, views.get(name), view, work);
            work.add(problem == null ? judged.row() : refused(judged.item(), problem));
        }
        store.forgetEntities();
    }

    private static boolean permitted(Set<Permission> permissions, TransferKind kind, Item item) {
        if (!item.problems().isEmpty()) throw new Problem.Invalid(item.problems());
        if (!permissions.contains(kind.write()))
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "kind",
                                    kind.code(),
                                    "needs the permission " + kind.write().code(),
                                    "an administrator can grant it by role or token scope")));
        return true;
    }

    /** The writes that would make them as they are, secrets and all. */
    private List<ObjectNode> before(TransferKind kind, List<?> views) {
        List<ObjectNode> before = views.stream().map(view -> writes.ofView(kind, view)).toList();
        if (kind instanceof BatchKind many) many.addSecrets(views, before);
        else for (int i = 0; i < before.size(); i++) kind.addSecrets(views.get(i), before.get(i));
        return before;
    }

    private Judged judged(TransferKind kind, Item item, @Nullable ObjectNode before) {
        ObjectNode wanted = writes.canonical(writes.parse(kind, item.value()));
        if (before == null)
            return new Judged(item, wanted, null, row(kind, item, Verdict.CREATE, List.of()));
        ObjectNode same = before.deepCopy();
        // Absent means unchanged for secrets, and the same secret is no change: its age stays.
        for (String secret : WriteJson.secretRoots(kind))
            if (wanted.path(secret).isMissingNode()
                    || wanted.path(secret).isNull()
                    || !writes.differences(kind, only(secret, before), only(secret, wanted))
                            .contains(secret)) {
                wanted.remove(secret);
                same.remove(secret);
            }
        for (String pointer : WriteJson.pointers(kind, same))
            if (pointer.indexOf('/', 1) > 0
                    && !wanted.at(pointer).isString()
                    && same.at(pointer).isString())
                WriteJson.parent(same, pointer)
                        .putNull(pointer.substring(pointer.lastIndexOf('/') + 1));
        List<String> fields = writes.differences(kind, same, wanted);
        return fields.isEmpty()
                ? new Judged(item, null, before, row(kind, item, Verdict.SAME, fields))
                : new Judged(item, wanted, before, row(kind, item, Verdict.CHANGE, fields));
    }

    private void done(
            TransferKind kind,
            Judged judged,
            @Nullable Object view,
            Object after,
            ImportWork work) {
        String name = judged.item().name();
        work.changes.add(
                new Change(view == null ? "create" : "update", kind.code(), name, view, after));
        work.undo.add(
                new ImportWork.Undo(kind.code(), name, judged.before(), writes.version(after)));
    }

    private ObjectNode only(String field, ObjectNode of) {
        ObjectNode one = writes.object();
        if (of.has(field)) one.set(field, of.get(field));
        return one;
    }

    private static Row row(TransferKind kind, Item item, Verdict verdict, List<String> fields) {
        return new Row(item.line(), kind.code(), item.name(), verdict, fields, List.of());
    }

    private static Row refused(Item item, RuntimeException e) {
        return new Row(item.line(), item.kind(), item.name(), Verdict.ERROR, List.of(), errors(e));
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
