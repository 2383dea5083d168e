package io.flexaaa.server.authlog;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** One answered (or dropped) request with its explanation. {@code id} is 0 until it is stored. */
public record Decision(
        long id,
        Instant at,
        DecisionResult result,
        String peer,
        @Nullable Long nasId,
        @Nullable String nas,
        String nasAddress,
        String kind,
        @Nullable String reason,
        String sentence,
        long latencyMicros,
        @Nullable String callingStationId,
        @Nullable String auditSessionId,
        List<TraceStep> trace,
        List<String> nearest) {

    public Decision withId(long stored) {
        return new Decision(
                stored,
                at,
                result,
                peer,
                nasId,
                nas,
                nasAddress,
                kind,
                reason,
                sentence,
                latencyMicros,
                callingStationId,
                auditSessionId,
                trace,
                nearest);
    }
}
