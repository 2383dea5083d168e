package io.flexaaa.server.problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Gathers every illegal value of one input, so the operator sees all of them at once. */
public final class Check {

    private final List<FieldProblem> problems = new ArrayList<>();

    public Check require(
            boolean ok, String field, @Nullable Object value, String message, String cure) {
        if (!ok) {
            String shown = value == null ? "" : value.toString();
            problems.add(new FieldProblem(field, shown, message, cure));
        }
        return this;
    }

    public Check add(FieldProblem problem) {
        problems.add(problem);
        return this;
    }

    public void done() {
        if (!problems.isEmpty()) throw new Problem.Invalid(problems);
    }
}
