package io.flexaaa.server.dynauth;

import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.session.Session;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Instant;

/** Puts what happened into a result and a sentence. */
final class Verdict {
    private Verdict() {}

    static DynAuthResult of(
            Instant at,
            DynAuthKind kind,
            Session session,
            InetSocketAddress nas,
            String actor,
            SessionExchange.Exchanged exchanged) {
        Answer answer = exchanged.answer();
        Long endedAfterMs = exchanged.endedAfterMs();
        String error = exchanged.error();
        String where =
                session.nas()
                        + " ("
                        + nas.getAddress().getHostAddress()
                        + ":"
                        + nas.getPort()
                        + ")";
        DynAuthOutcome outcome = DynAuthOutcome.ERROR;
        DynAuthResult.Cause cause = null;
        Long roundTrip = null;
        String message;
        switch (answer) {
            case null -> message = "nothing could be sent to " + where + ": " + error;
            case Answer.Ack(_, long ms) -> {
                outcome = DynAuthOutcome.ACK;
                roundTrip = ms;
                message = acked(kind, where, ms, endedAfterMs);
            }
            case Answer.Nak(_, long ms, Integer code) -> {
                outcome = DynAuthOutcome.NAK;
                roundTrip = ms;
                cause = code == null ? null : new DynAuthResult.Cause(code, Advice.name(code));
                message =
                        where
                                + " refused"
                                + (cause == null
                                        ? " without an Error-Cause"
                                        : ": "
                                                + cause.name()
                                                + " ("
                                                + code
                                                + "): "
                                                + Advice.of(cause.code()));
            }
            case Answer.Silent(int attempts, int bad) -> {
                outcome = DynAuthOutcome.TIMEOUT;
                message = silent(where, attempts, bad);
            }
        }
        return new DynAuthResult(
                0,
                at,
                kind,
                session.id(),
                session.auditSessionId(),
                session.peer(),
                session.nas(),
                outcome,
                cause,
                exchanged.identifiedBy(),
                exchanged.attempts(),
                roundTrip,
                endedAfterMs != null,
                endedAfterMs,
                message,
                actor);
    }

    private static String acked(
            DynAuthKind kind, String where, long ms, @Nullable Long endedAfterMs) {
        String acknowledged = where + " acknowledged after " + ms + " ms";
        return switch (kind) {
            case COA -> acknowledged + ": the change is in force";
            case DISCONNECT ->
                    endedAfterMs == null
                            ? acknowledged
                                    + ", but no Accounting-Stop came within "
                                    + SessionExchange.CONFIRM_WAIT.toSeconds()
                                    + " s: the session may still be up"
                            : acknowledged
                                    + "; the Accounting-Stop came "
                                    + endedAfterMs
                                    + " ms after the request: the session is gone";
        };
    }

    private static String silent(String where, int attempts, int bad) {
        String text = where + " did not answer " + attempts + " requests";
        return bad > 0
                ? text + "; " + bad + " replies did not verify: the secret there and here differ"
                : text
                        + "; check 'aaa server radius dynamic-author' on the hub (client,"
                        + " server-key, port) and the port given here";
    }

    static DynAuthResult withId(DynAuthResult r, long id) {
        return new DynAuthResult(
                id,
                r.at(),
                r.kind(),
                r.sessionId(),
                r.auditSessionId(),
                r.peer(),
                r.nas(),
                r.outcome(),
                r.errorCause(),
                r.identifiedBy(),
                r.attempts(),
                r.roundTripMillis(),
                r.confirmed(),
                r.confirmedAfterMillis(),
                r.message(),
                r.actor());
    }
}
