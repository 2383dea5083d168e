package io.flexaaa.server.access;

import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The steps of a person's login, for the decision log. */
final class LoginTrace {

    private record Step(String name, String expected, String got, Set<Reason> refusals) {}

    /** What the walk stops at, or nothing. */
    interface Sink {
        void step(String step, String expected, String got, @Nullable Reason failed);
    }

    private LoginTrace() {}

    static void of(AccessRequest request, Snapshot snapshot, @Nullable Reason reason, Sink sink) {
        for (Step step : steps(request, snapshot.user(request.userName()))) {
            boolean here = reason != null && step.refusals.contains(reason);
            sink.step(step.name, step.expected, step.got, here ? reason : null);
            if (here) return;
        }
    }

    private static List<Step> steps(AccessRequest request, @Nullable UserEntry user) {
        String method = method(request.credential());
        Step kind =
                step(
                        "kind of request",
                        "a person's login",
                        method,
                        Reason.MS_CHAP_V1_NOT_SERVED,
                        Reason.MALFORMED_CHAP);
        if (user == null) {
            return List.of(
                    kind,
                    step("name", "a user", request.userName() + " is none", Reason.UNKNOWN_USER));
        }
        return List.of(
                kind,
                step("name", "a user", "user " + user.name(), Reason.UNKNOWN_USER),
                step(
                        "user enabled",
                        "enabled",
                        user.enabled() ? "enabled" : "disabled",
                        Reason.USER_DISABLED),
                step(
                        "validity",
                        "not over",
                        user.validUntil() == null ? "no end" : "until " + user.validUntil(),
                        Reason.USER_EXPIRED),
                step(
                        "secrets",
                        "readable",
                        user.unreadable() == null ? "readable" : user.unreadable(),
                        Reason.USER_UNREADABLE),
                step("failed logins", "not locked", "see Users", Reason.USER_LOCKED),
                step(
                        "password storage",
                        "one that serves " + method,
                        user.password() != null
                                ? "reversible"
                                : user.hash() != null ? "Argon2id hash" : "none",
                        Reason.NO_USER_PASSWORD,
                        Reason.PASSWORD_NOT_REVERSIBLE),
                step(
                        "password",
                        "the user's, and not the one of look-ups",
                        "checked by " + method,
                        Reason.WRONG_PASSWORD,
                        Reason.LOOKUP_PASSWORD_AT_LOGIN),
                step(
                        "one-time code",
                        user.totp() == null ? "none wanted" : "a fresh one",
                        request.state() == null ? "no answer to a challenge" : "after a challenge",
                        Reason.WRONG_CODE,
                        Reason.CODE_USED,
                        Reason.ONE_TIME_CODE_NEEDED,
                        Reason.LOGIN_STATE_UNKNOWN,
                        Reason.LOGIN_STATE_USED),
                step(
                        "reply",
                        "at most 4096 octets",
                        user.attributes().size() + " attributes, " + user.octets() + " octets",
                        Reason.REPLY_TOO_LARGE));
    }

    private static Step step(
            String name, String expected, String got, Reason first, Reason... more) {
        return new Step(name, expected, got, EnumSet.of(first, more));
    }

    static String method(Credential credential) {
        return switch (credential) {
            case Credential.Password _, Credential.Malformed _ -> "PAP";
            case Credential.Chap _ -> "CHAP";
            case Credential.MsChap1 _ -> "MS-CHAP";
            case Credential.MsChap2 _ -> "MS-CHAPv2";
            case Credential.MalformedChap _ -> "CHAP or MS-CHAP, malformed";
            case Credential.Mixed _ -> "several credentials";
            case Credential.Eap _ -> "EAP";
            case Credential.None _ -> "no credential";
        };
    }
}
