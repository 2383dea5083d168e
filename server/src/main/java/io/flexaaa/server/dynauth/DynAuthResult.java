package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What came of a Disconnect or CoA.
 *
 * @param confirmed for a Disconnect: the Accounting-Stop was seen, so the session is really gone;
 * @param confirmedAfterMillis from the first transmission to the Accounting-Stop for a CoA: a later
 *     report of the session was seen, so it lives on with the change
 * @param identifiedBy what the session was named by in the last request
 * @param message the same as a sentence
 */
public record DynAuthResult(
        long id,
        Instant at,
        DynAuthKind kind,
        @Nullable Long sessionId,
        @Nullable String auditSessionId,
        @Nullable String peer,
        @Nullable String nas,
        DynAuthOutcome outcome,
        @Nullable Cause errorCause,
        @Nullable String identifiedBy,
        int attempts,
        @Nullable Long roundTripMillis,
        boolean confirmed,
        @Nullable Long confirmedAfterMillis,
        String message,
        String actor) {
    /** Error-Cause, RFC 5176 §3.5. */
    public record Cause(int code, String name) {}
}
