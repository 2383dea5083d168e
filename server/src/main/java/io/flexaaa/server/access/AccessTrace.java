package io.flexaaa.server.access;

import io.flexaaa.protocol.policy.NameMangling;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Dictionary;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.authlog.TraceStep;
import io.flexaaa.server.policy.ReplyAttributes;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.PskEntry;
import io.flexaaa.server.snapshot.Snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A decision in words, step by step, made from the same facts but off the request path. */
final class AccessTrace {

    private final List<TraceStep> steps = new ArrayList<>();

    private AccessTrace() {}

    static List<TraceStep> of(
            AccessRequest request,
            NasEntry nas,
            MessageAuthenticator authenticator,
            Verdict verdict,
            boolean login,
            Snapshot snapshot,
            Instant at,
            @Nullable String detail) {
        AccessTrace trace = new AccessTrace();
        trace.ok("RADIUS client", "a known address", nas.name() + " (" + nas.prefix().text() + ")");
        trace.ok(
                "Message-Authenticator",
                nas.requireMessageAuthenticator() ? "required" : "optional for this NAS",
                authenticator == MessageAuthenticator.GOOD ? "present and right" : "absent");
        Reason reason = verdict instanceof Verdict.Reject(Reason r) ? r : null;
        if (login) {
            LoginTrace.of(request, snapshot, reason, trace::step);
            return trace.steps;
        }
        trace.credential(request, reason);
        if (trace.open() && reason != Reason.NO_USER_NAME) trace.names(request, verdict, snapshot);
        if (trace.open()
                && verdict instanceof Verdict.AcceptPeer(PeerEntry peer, Attributes found)) {
            trace.peer(peer, at, null, found, null);
        } else if (trace.open() && reason != null) {
            PeerEntry peer = snapshot.peer(request.userName());
            if (peer != null) trace.peer(peer, at, reason, peer.attributes(), detail);
        }
        if (reason != null && trace.open()) {
            String got = detail == null ? reason.code() : detail;
            trace.step(reason.sentence(), "nothing against it", got, reason);
        }
        return trace.steps;
    }

    private void credential(AccessRequest request, @Nullable Reason reason) {
        String kind = serviceType(request);
        boolean loginRefused = reason == Reason.LOOKUP_PASSWORD_AT_LOGIN;
        step("kind of request", "a look-up of the hub", kind, loginRefused ? reason : null);
        if (!open()) return;
        String got =
                switch (request.credential()) {
                    case Credential.Password _ ->
                            reason == Reason.WRONG_AUTHORIZATION_PASSWORD ? "another" : "matches";
                    case Credential.Malformed() -> "not decodable";
                    case Credential.Mixed() -> "several credentials";
                    case Credential.Chap _,
                            Credential.MsChap1 _,
                            Credential.MsChap2 _,
                            Credential.MalformedChap _ ->
                            LoginTrace.method(request.credential());
                    case Credential.Eap _ -> "EAP";
                    case Credential.None() -> "none";
                };
        boolean credentialRefused =
                reason == Reason.WRONG_AUTHORIZATION_PASSWORD
                        || reason == Reason.MALFORMED_PASSWORD
                        || reason == Reason.MALFORMED_CHAP
                        || reason == Reason.MIXED_CREDENTIALS
                        || reason == Reason.EAP_NOT_SERVED
                        || reason == Reason.NO_PASSWORD;
        step(
                "authorization password",
                "the one of this NAS",
                got,
                credentialRefused ? reason : null);
    }

    private static String serviceType(AccessRequest request) {
        if (request.serviceType() == AccessRequest.ABSENT) {
            return request.isLookup()
                    ? "no Service-Type, FlexVPN AV pairs"
                    : "no Service-Type and no FlexVPN AV pairs";
        }
        String name = Dictionary.standard().valueName("Service-Type", request.serviceType());
        return "Service-Type " + (name == null ? String.valueOf(request.serviceType()) : name);
    }

    private void names(AccessRequest request, Verdict verdict, Snapshot snapshot) {
        String name = request.userName();
        String identity = request.phase1Id();
        if (identity != null && !identity.equals(name)) {
            NameMangling.Rule rule = NameMangling.explain(identity, name);
            ok(
                    "how the name was made",
                    "from IKE identity " + identity,
                    rule == null
                            ? name + " is no part of it: a literal name of the profile"
                            : name + " by name-mangler " + rule.words());
        }
        switch (verdict) {
            case Verdict.AcceptPeer _ -> ok("name", "a peer or a group", "peer " + name);
            case Verdict.AcceptGroup _ -> ok("name", "a peer or a group", "group " + name);
            case Verdict.AcceptUser _,
                    Verdict.AcceptLogin _,
                    Verdict.Challenge _,
                    Verdict.Login _,
                    Verdict.Busy _ ->
                    ok("name", "a peer, a group or a user", "user " + name);
            case Verdict.Reject(Reason reason) -> {
                boolean unknown = reason == Reason.UNKNOWN_PEER || reason == Reason.UNKNOWN_GROUP;
                boolean peer = snapshot.peer(name) != null;
                String kind = peer ? "peer " : snapshot.user(name) != null ? "user " : "group ";
                String got = unknown ? name + " is neither" : kind + name;
                step("name", "a peer or a group", got, unknown ? reason : null);
            }
        }
    }

    private void peer(
            PeerEntry peer,
            Instant at,
            @Nullable Reason reason,
            Attributes found,
            @Nullable String detail) {
        step(
                "peer enabled",
                "enabled",
                reason == Reason.PEER_DISABLED ? "disabled" : "enabled",
                reason == Reason.PEER_DISABLED ? reason : null);
        if (!open()) return;
        if (peer.validUntil() != null) {
            step(
                    "validity",
                    "after " + at,
                    "until " + peer.validUntil(),
                    reason == Reason.PEER_EXPIRED ? reason : null);
        }
        if (!open()) return;
        boolean pskRefused = reason == Reason.PSK_EXPIRED || reason == Reason.PSK_UNREADABLE;
        step("PSK", "in force, or none", psk(peer.psk()), pskRefused ? reason : null);
        if (!open()) return;
        if (reason == Reason.TEMPLATE_UNRESOLVED || reason == Reason.POOL_EXHAUSTED) {
            boolean template = reason == Reason.TEMPLATE_UNRESOLVED;
            step(
                    template ? "placeholders" : "address",
                    template ? "each has a value" : "a free one in the pool",
                    detail == null ? reason.code() : detail,
                    reason);
            return;
        }
        step(
                "reply",
                "at most 4096 octets",
                found.size()
                        + " attributes, "
                        + ReplyAttributes.octets(found)
                        + " octets and the key",
                reason == Reason.REPLY_TOO_LARGE ? reason : null);
    }

    private static String psk(@Nullable PskEntry psk) {
        String until = psk == null || psk.expiresAt() == null ? "" : ", expires " + psk.expiresAt();
        return switch (psk) {
            case null -> "none";
            case PskEntry.Symmetric _ -> "symmetric, as Tunnel-Password" + until;
            case PskEntry.Asymmetric _ -> "asymmetric, as two AV pairs" + until;
            case PskEntry.Unreadable(String why, _) -> why;
        };
    }

    private boolean open() {
        return steps.isEmpty() || steps.getLast().ok();
    }

    private void ok(String step, String expected, String got) {
        steps.add(new TraceStep(step, expected, got, true, null));
    }

    private void step(String step, String expected, String got, @Nullable Reason failed) {
        steps.add(
                new TraceStep(
                        step,
                        expected,
                        got,
                        failed == null,
                        failed == null ? null : failed.cure()));
    }
}
