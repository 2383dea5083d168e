package io.flexaaa.server.problem;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A refusal an operator meets. The web layer maps each kind to its HTTP status. */
public abstract sealed class Problem extends RuntimeException {

    private final String code;

    private Problem(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** Stable, upper case; clients may switch on it. */
    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** There is no such thing (404). */
    public static final class NotFound extends Problem {
        public NotFound(String what, String name) {
            super("NOT_FOUND", what + " " + name + " does not exist");
        }
    }

    /** Somebody else changed it in between (412); {@code current} is what is there now. */
    public static final class StaleVersion extends Problem {
        private final transient @Nullable Object current;

        public StaleVersion(String what, String name, @Nullable Object current) {
            super(
                    "CONFLICT",
                    what + " " + name + " was changed by somebody else; load it again and repeat");
            this.current = current;
        }

        public @Nullable Object current() {
            return current;
        }
    }

    /** It cannot be done in this state (409). */
    public static final class Conflict extends Problem {
        public Conflict(String code, String detail) {
            super(code, detail);
        }
    }

    /** Values that are not legal (422). */
    public static final class Invalid extends Problem {
        private final transient List<FieldProblem> errors;

        public Invalid(List<FieldProblem> errors) {
            super(
                    "INVALID",
                    errors.size() == 1
                            ? errors.getFirst().field() + ": " + errors.getFirst().message()
                            : errors.size() + " values are not legal");
            this.errors = List.copyOf(errors);
        }

        public List<FieldProblem> errors() {
            return errors;
        }
    }
}
