package io.flexaaa.server.audit;

import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param detail JSON text; for a change {@code before} and {@code after}, never a secret
 * @param hash SHA-256 over the entry before and all of this one, in hex
 */
public record AuditEntry(
        long id,
        Instant at,
        String actor,
        String actorKind,
        String sourceAddress,
        String action,
        String targetKind,
        String target,
        String outcome,
        String detail,
        String previousHash,
        String hash) {}
