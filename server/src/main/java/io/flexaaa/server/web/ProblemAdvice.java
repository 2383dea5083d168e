package io.flexaaa.server.web;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/** Every refusal leaves as {@code application/problem+json} with a stable code. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemBody> known(ProblemException e) {
        HttpHeaders headers = new HttpHeaders();
        e.headers().forEach(headers::set);
        return answer(e.body(), headers);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> refused(Problem problem) {
        ProblemBody body = ProblemBody.of(status(problem), problem.code(), problem.detail());
        return answer(
                switch (problem) {
                    case Problem.Invalid invalid -> body.withErrors(invalid.errors());
                    case Problem.StaleVersion stale when stale.current() != null ->
                            body.withCurrent(stale.current());
                    case Problem.StaleVersion _, Problem.NotFound _, Problem.Conflict _ -> body;
                },
                null);
    }

    private static HttpStatus status(Problem problem) {
        return switch (problem) {
            case Problem.NotFound _ -> HttpStatus.NOT_FOUND;
            case Problem.StaleVersion _ -> HttpStatus.PRECONDITION_FAILED;
            case Problem.Conflict _ -> HttpStatus.CONFLICT;
            case Problem.Invalid _ -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e) {
        // First, because the parser wraps it in an exception of its own.
        for (Throwable cause = e; cause != null; cause = cause.getCause())
            if (cause instanceof BodyTooLargeException tooLarge) return tooLarge(tooLarge);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem known) return refused(known);
            if (cause instanceof UnrecognizedPropertyException unknown) return unknown(unknown);
            if (cause instanceof InvalidFormatException wrong) return wrongValue(wrong);
            if (cause instanceof MismatchedInputException wrong) return wrongShape(wrong);
            if (cause instanceof JacksonException broken)
                return answer(
                        ProblemBody.of(
                                HttpStatus.BAD_REQUEST,
                                "UNREADABLE",
                                "the body is not the JSON expected here: "
                                        + (broken.getPath().isEmpty() ? "" : path(broken) + ": ")
                                        + broken.getOriginalMessage()
                                        + place(broken)),
                        null);
        }
        return answer(
                ProblemBody.of(
                        HttpStatus.BAD_REQUEST, "UNREADABLE", "the request has no JSON body"),
                null);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> tooLarge(BodyTooLargeException e) {
        return answer(e.problem(), null);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> invalid(MethodArgumentNotValidException e) {
        List<FieldProblem> errors = new ArrayList<>();
        for (FieldError f : e.getBindingResult().getFieldErrors())
            errors.add(
                    new FieldProblem(
                            f.getField(),
                            Sensitive.shown(f.getField(), f.getRejectedValue()),
                            f.getField() + " " + f.getDefaultMessage(),
                            ""));
        return refused(new Problem.Invalid(errors));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> violated(ConstraintViolationException e) {
        List<FieldProblem> errors = new ArrayList<>();
        e.getConstraintViolations()
                .forEach(v -> {
                    String path = v.getPropertyPath().toString();
                    errors.add(
                            new FieldProblem(
                                    path,
                                    Sensitive.shown(path, v.getInvalidValue()),
                                    path + " " + v.getMessage(),
                                    ""));
                });
        return refused(new Problem.Invalid(errors));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> mismatch(MethodArgumentTypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        return refused(
                ProblemException.invalid(
                        e.getName(),
                        String.valueOf(e.getValue()),
                        e.getName() + " '" + e.getValue() + "' is not understood",
                        "give a " + (type == null ? "different value" : type.getSimpleName())));
    }

    /** The client went away while the answer was written: nobody is left to tell. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("client gone: {}", e.getMessage());
    }

    /** Spring's own refusals (404, 405, 406, 415 ...) and anything unforeseen. */
    @ExceptionHandler
    ResponseEntity<ProblemBody> other(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known) {
            HttpStatus status =
                    Objects.requireNonNullElse(
                            HttpStatus.resolve(known.getStatusCode().value()),
                            HttpStatus.BAD_REQUEST);
            String code = status.name();
            String detail =
                    status == HttpStatus.NOT_FOUND
                            ? "there is nothing at " + request.getRequestURI()
                            : Objects.requireNonNullElse(
                                    known.getBody().getDetail(), status.getReasonPhrase());
            return answer(ProblemBody.of(status, code, detail), known.getHeaders());
        }
        String incident = UUID.randomUUID().toString();
        LOG.error(
                "incident={} method={} path={}",
                incident,
                request.getMethod(),
                request.getRequestURI(),
                e);
        return answer(
                ProblemBody.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "INTERNAL",
                        "the server failed on this request; its log has the cause under incident "
                                + incident),
                null);
    }

    private ResponseEntity<ProblemBody> unknown(UnrecognizedPropertyException e) {
        List<String> known =
                e.getKnownPropertyIds() == null
                        ? List.of()
                        : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
        String message = "unknown field '" + e.getPropertyName() + "'";
        return answer(
                ProblemBody.of(HttpStatus.BAD_REQUEST, "UNKNOWN_FIELD", message)
                        .withErrors(
                                List.of(
                                        new FieldProblem(
                                                path(e),
                                                "",
                                                message,
                                                "known here: " + String.join(", ", known)))),
                null);
    }

    private ResponseEntity<ProblemBody> wrongValue(InvalidFormatException e) {
        String field = path(e);
        Class<?> type = e.getTargetType();
        String cure =
                type != null && type.isEnum() ? "one of " + choices(type) : "give " + wanted(type);
        String shown = Sensitive.shown(field, e.getValue());
        return answer(
                ProblemBody.of(
                                HttpStatus.BAD_REQUEST,
                                "INVALID",
                                "1 field(s) are not valid: " + field)
                        .withErrors(
                                List.of(
                                        new FieldProblem(
                                                field,
                                                shown,
                                                field + " has a value of the wrong kind",
                                                cure))),
                null);
    }

    /** A list where an object belongs, a number where text does, or no value at all. */
    private ResponseEntity<ProblemBody> wrongShape(MismatchedInputException e) {
        String field = path(e);
        return answer(
                ProblemBody.of(
                                HttpStatus.BAD_REQUEST,
                                "INVALID",
                                field + " is not " + wanted(e.getTargetType()) + place(e))
                        .withErrors(
                                List.of(
                                        new FieldProblem(
                                                field,
                                                "",
                                                field + " has a value of the wrong kind",
                                                "give " + wanted(e.getTargetType())))),
                null);
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) return "a different value";
        if (Collection.class.isAssignableFrom(type) || type.isArray()) return "a list [...]";
        if (type == String.class) return "a text \"...\"";
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) return "a number";
        if (type.isEnum()) return "one of " + choices(type);
        if (type == Instant.class) return "an instant such as 2027-01-31T00:00:00Z";
        return "an object {...}";
    }

    private static String choices(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Object constant : Objects.requireNonNull(type.getEnumConstants()))
            names.add(String.valueOf(constant).toLowerCase(Locale.ROOT));
        return String.join(", ", names);
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null)
                path.append('[').append(step.getIndex()).append(']');
            else path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    private static ResponseEntity<ProblemBody> answer(
            ProblemBody problem, @Nullable HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers == null ? new HttpHeaders() : headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
