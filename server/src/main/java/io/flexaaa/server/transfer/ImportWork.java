package io.flexaaa.server.transfer;

import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.transfer.ImportReport.Row;
import io.flexaaa.server.transfer.ImportReport.Verdict;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an import, or one of its transactions, has done so far. */
final class ImportWork {
    /** What undoing a row takes; {@code before} is null when the thing was new. */
    record Undo(String kind, String name, @Nullable ObjectNode before, long version) {}

    final List<Row> rows = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    final List<Undo> undo = new ArrayList<>();
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    /** The first row that the database refused: Hibernate commits nothing after that. */
    @Nullable Row spoiledBy;

    int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    boolean changedSomething() {
        return count(Verdict.CREATE) + count(Verdict.CHANGE) > 0;
    }

    void add(Row row) {
        rows.add(row);
        counts.merge(row.verdict(), 1, Integer::sum);
    }

    void addAll(ImportWork chunk) {
        chunk.rows.forEach(this::add);
        changes.addAll(chunk.changes);
        undo.addAll(chunk.undo);
    }
}
