package io.flexaaa.server.audit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What to look for in the audit log; null means anything. */
public record AuditQuery(
        @Nullable String text,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String targetKind,
        @Nullable String target,
        @Nullable String outcome,
        @Nullable Instant from,
        @Nullable Instant to) {}
