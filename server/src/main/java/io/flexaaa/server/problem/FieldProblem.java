package io.flexaaa.server.problem;

/** One illegal value: which field, what was given (never a secret), why not, and what to do. */
public record FieldProblem(String field, String value, String message, String cure) {}
