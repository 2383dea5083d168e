package io.flexaaa.server.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.flexaaa.server.problem.FieldProblem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import java.util.List;
import java.util.Locale;

/** Body of every refusal, RFC 9457. {@code code} is stable; log and console show the same. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable List<FieldProblem> errors,
        /** On a version conflict: the object as it is now. */
        @Nullable Object current) {

    public static ProblemBody of(HttpStatus status, String code, String detail) {
        return new ProblemBody(
                typeOf(code), title(status), status.value(), detail, code, null, null);
    }

    public ProblemBody withErrors(List<FieldProblem> fields) {
        return new ProblemBody(type, title, status, detail, code, List.copyOf(fields), current);
    }

    public ProblemBody withCurrent(Object object) {
        return new ProblemBody(type, title, status, detail, code, errors, object);
    }

    private static String typeOf(String code) {
        return "urn:flexaaa:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String title(HttpStatus status) {
        return status.getReasonPhrase();
    }
}
