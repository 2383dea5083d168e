package io.flexaaa.server.audit;

import org.jspecify.annotations.Nullable;

/** What to look for in the audit log; null means anything. */
public record AuditQuery(
        @Nullable String text,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String targetKind,
        @Nullable String target) {}
