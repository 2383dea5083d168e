package io.flexaaa.server.authlog;

import org.jspecify.annotations.Nullable;

/**
 * One step of a decision: what was looked at, what was wanted, what was there, and what to do if
 * not ok.
 */
public record TraceStep(
        String step, String expected, String got, boolean ok, @Nullable String cure) {}
