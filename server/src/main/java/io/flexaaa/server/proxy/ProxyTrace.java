package io.flexaaa.server.proxy;

import io.flexaaa.server.access.AccessRequest;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.TraceStep;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A forwarded request in the words of the decision log. */
final class ProxyTrace {
    private ProxyTrace() {}

    static Decision decision(
            ProxyService.Incoming in,
            AccessRequest request,
            RealmEntry realm,
            DecisionResult result,
            String reason,
            RealmEntry.@Nullable HomeEntry home,
            long micros) {
        String name = realm.settings().name();
        boolean ok = result == DecisionResult.ACCEPT || result == DecisionResult.CHALLENGE;
        return new Decision(
                0,
                Instant.ofEpochMilli(in.nowMs()),
                result,
                request.userName(),
                in.nas().id(),
                in.nas().name(),
                in.source().getHostAddress(),
                "proxy",
                reason.isEmpty() ? null : reason,
                sentence(request.userName(), name, result, reason, home),
                micros,
                request.callingStationId(),
                request.auditSessionId(),
                List.of(
                        new TraceStep(
                                "Realm",
                                "a realm of this server's table",
                                name + " (" + realm.settings().match() + ")",
                                true,
                                null),
                        new TraceStep(
                                "Home server",
                                "an answer within " + realm.settings().timeoutMillis() + " ms",
                                home == null ? "none" : home + ": " + result.text(),
                                ok || result == DecisionResult.REJECT && home != null,
                                ok ? null : cure(reason))),
                List.of());
    }

    private static String sentence(
            String user,
            String realm,
            DecisionResult result,
            String reason,
            RealmEntry.@Nullable HomeEntry home) {
        String where = "home server " + home + " of realm " + realm;
        return switch (result) {
            case ACCEPT -> "Accepted: " + user + " by " + where;
            case CHALLENGE -> "Challenged: " + user + " by " + where;
            case REJECT ->
                    home == null
                            ? "Rejected " + user + ": the local account is off; " + cure(reason)
                            : "Rejected " + user + ": by " + where + "; " + cure(reason);
            case DROP -> "No answer for " + user + ": realm " + realm + ": " + cure(reason);
        };
    }

    private static String cure(String reason) {
        return switch (reason) {
            case "proxy-home-rejected" -> "the home server's own log says why";
            case "proxy-local-user-off" -> "enable the user, or set the realm's reply to home";
            case "proxy-bad-reply" ->
                    "its reply is too long or has a key that does not open; compare the secrets";
            case "proxy-no-answer" ->
                    "no home server answered in time; check address, port and secret on both sides";
            default -> "";
        };
    }
}
