package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What an import did or would do.
 *
 * @param id for undoing it; absent when nothing was changed
 * @param committed whether anything was kept
 */
public record ImportReport(
        @Nullable Long id,
        String format,
        boolean dryRun,
        boolean atomic,
        boolean committed,
        int created,
        int changed,
        int same,
        int failed,
        List<Row> rows) {

    /** What becomes of a row. */
    public enum Verdict {
        CREATE,
        CHANGE,
        SAME,
        ERROR
    }

    /**
     * @param line in the file, from 1
     * @param fields which fields differ; secrets only say so
     */
    public record Row(
            int line,
            String kind,
            String name,
            Verdict verdict,
            List<String> fields,
            List<FieldProblem> errors) {}
}
