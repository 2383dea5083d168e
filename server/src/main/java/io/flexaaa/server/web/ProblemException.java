package io.flexaaa.server.web;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import java.util.List;
import java.util.Map;

/** A refusal that only HTTP knows; the others are {@link Problem}s. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemBody body;
    private final transient Map<String, String> headers;

    public ProblemException(ProblemBody body) {
        this(body, Map.of());
    }

    public ProblemException(ProblemBody body, Map<String, String> headers) {
        super(body.code() + ": " + body.detail());
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    public ProblemBody body() {
        return body;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public static Problem invalid(String field, String value, String message, String cure) {
        return new Problem.Invalid(List.of(new FieldProblem(field, value, message, cure)));
    }
}
