package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.Grants.Grant;
import io.flexaaa.server.access.eap.EapRequest;
import io.flexaaa.server.access.eap.EapService;
import io.flexaaa.server.access.login.LoginReplies;
import io.flexaaa.server.access.login.LoginService;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionRecorder;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.identity.ActivityBook;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.pool.LeaseResult;
import io.flexaaa.server.pool.LeaseService;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers Access-Requests from the snapshot. The listeners call it; it takes no lock and waits for
 * nothing.
 */
@Service
public class AccessService {

    /**
     * Nearest names are looked for so often a second: it walks all names, and a flood must not buy
     * that.
     */
    private static final int NEAREST_PER_SECOND = 20;

    private final DecisionRecorder log;
    private final SessionOrigins origins;
    private final ActivityBook activity;
    private final LoginService logins;
    private final LeaseService leases;
    private final Grants grants;
    private final EapService eap;
    private final Counter accepts;
    private final Counter challenges;
    private final Map<Reason, Counter> rejects = new EnumMap<>(Reason.class);
    private final AtomicLong nearestSecond = new AtomicLong();
    private final AtomicLong nearestLeft = new AtomicLong();

    AccessService(
            DecisionRecorder log,
            SessionOrigins origins,
            ActivityBook activity,
            LoginService logins,
            LeaseService leases,
            Grants grants,
            EapService eap,
            MeterRegistry meters) {
        this.log = log;
        this.origins = origins;
        this.activity = activity;
        this.logins = logins;
        this.leases = leases;
        this.grants = grants;
        this.eap = eap;
        this.accepts =
                Counter.builder("flexaaa.radius.access")
                        .tag("result", "accept")
                        .tag("reason", "")
                        .register(meters);
        this.challenges =
                Counter.builder("flexaaa.radius.access")
                        .tag("result", "challenge")
                        .tag("reason", "")
                        .register(meters);
        for (Reason reason : Reason.values()) {
            rejects.put(
                    reason,
                    Counter.builder("flexaaa.radius.access")
                            .tag("result", "reject")
                            .tag("reason", reason.code())
                            .register(meters));
        }
    }

    /** One request on its way to its answer. */
    private record Work(
            RadiusPacket packet,
            AccessRequest request,
            NasEntry nas,
            Secret secret,
            MessageAuthenticator authenticator,
            InetAddress source,
            Snapshot snapshot,
            long receivedNanos,
            long nowMs,
            AccessReply reply) {}

    /**
     * Answers. The caller has checked framing, client and Message-Authenticator.
     *
     * @param receivedNanos {@link System#nanoTime} when the datagram came
     */
    public void answer(
            RadiusPacket packet,
            NasEntry nas,
            Secret secret,
            MessageAuthenticator authenticator,
            InetAddress source,
            Snapshot snapshot,
            long receivedNanos,
            long nowMs,
            AccessReply reply) {
        AccessRequest request = AccessRequest.of(packet, secret);
        if (packet.attributes().has(Attr.EAP_MESSAGE)) {
            eap.answer(
                    new EapRequest(
                            packet,
                            request,
                            nas,
                            secret,
                            source,
                            snapshot,
                            receivedNanos,
                            nowMs,
                            reply));
            return;
        }
        Work work =
                new Work(
                        packet,
                        request,
                        nas,
                        secret,
                        authenticator,
                        source,
                        snapshot,
                        receivedNanos,
                        nowMs,
                        reply);
        SessionOrigins.Origin origin = origins.find(request.auditSessionId());
        int proxyState = proxyStateOctets(packet.attributes());
        Verdict verdict =
                AccessDecider.decide(
                        request,
                        nas,
                        snapshot,
                        origin == null ? null : origin.peer(),
                        proxyState,
                        Instant.ofEpochMilli(nowMs));
        if (verdict instanceof Verdict.Login) {
            logins.decide(
                    request, nas, snapshot, nowMs, decided -> login(work, decided, proxyState));
            return;
        }
        LeaseRequest wanted =
                verdict instanceof Verdict.AcceptPeer(PeerEntry peer, Attributes found)
                        ? LeaseAttributes.wanted(
                                peer, snapshot.pools(peer), found, nas, request.callingStationId())
                        : null;
        if (wanted == null) reply.answer(settle(work, verdict, false));
        else leases.lease(wanted, result -> leased(work, verdict, result));
    }

    /** On a thread of the leases. */
    private void leased(Work work, Verdict verdict, LeaseResult result) {
        switch (result) {
            case LeaseResult.Granted granted -> {
                if (verdict instanceof Verdict.AcceptPeer(PeerEntry peer, Attributes found)) {
                    Attributes all = LeaseAttributes.with(found, granted);
                    work.reply.answer(settle(work, new Verdict.AcceptPeer(peer, all), false));
                }
            }
            case LeaseResult.Exhausted _ ->
                    work.reply.answer(
                            settle(work, new Verdict.Reject(Reason.POOL_EXHAUSTED), false));
            case LeaseResult.Unavailable _ -> work.reply.busy();
        }
    }

    private void login(Work work, Verdict decided, int proxyState) {
        if (!(decided instanceof Verdict.AcceptLogin accept)) {
            answerLogin(work, decided, null);
            return;
        }
        Grants.At at =
                new Grants.At(work.nas, work.request.callingStationId(), work.snapshot, work.nowMs);
        grants.grant(
                accept.user(),
                at,
                grant -> {
                    switch (grant) {
                        case Grant.Given(Attributes given, int octets) ->
                                answerLogin(
                                        work,
                                        AccessDecider.loginFits(octets, proxyState)
                                                ? accept.with(given)
                                                : new Verdict.Reject(Reason.REPLY_TOO_LARGE),
                                        null);
                        case Grant.Refused(Reason reason, String detail) ->
                                answerLogin(work, new Verdict.Reject(reason), detail);
                        case Grant.Later() -> answerLogin(work, new Verdict.Busy(), null);
                    }
                });
    }

    private void answerLogin(Work work, Verdict verdict, @Nullable String detail) {
        if (verdict instanceof Verdict.Busy) {
            work.reply.busy();
            return;
        }
        byte[] octets = settle(work, verdict, true, detail);
        if (verdict instanceof Verdict.Reject) {
            logins.refuse(
                    work.receivedNanos, () -> work.reply.answer(octets), () -> work.reply.busy());
        } else {
            work.reply.answer(octets);
        }
    }

    /** The reply's octets; counted and logged. */
    private byte[] settle(Work work, Verdict verdict, boolean login) {
        return settle(work, verdict, login, null);
    }

    /**
     * @param known what of the configuration refused, where that was found out
     */
    private byte[] settle(Work work, Verdict verdict, boolean login, @Nullable String known) {
        AccessRequest request = work.request;
        NasEntry nas = work.nas;
        Reason reason = verdict instanceof Verdict.Reject(Reason r) ? r : null;
        DecisionResult result = result(verdict);
        byte[] octets =
                RadiusSigner.reply(
                        code(result),
                        work.packet,
                        attributes(verdict, request, nas, work.secret, work.packet.authenticator()),
                        work.secret,
                        true);
        note(verdict, request, nas, work.nowMs);
        long micros = (System.nanoTime() - work.receivedNanos) / 1_000;
        log.record(
                result,
                reason == null ? "" : reason.code(),
                micros,
                () ->
                        render(
                                request,
                                nas,
                                work.authenticator,
                                work.source,
                                work.snapshot,
                                verdict,
                                login,
                                known,
                                Instant.ofEpochMilli(work.nowMs),
                                micros));
        return octets;
    }

    private static DecisionResult result(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Reject _ -> DecisionResult.REJECT;
            case Verdict.Challenge _ -> DecisionResult.CHALLENGE;
            case Verdict.AcceptPeer _,
                    Verdict.AcceptGroup _,
                    Verdict.AcceptUser _,
                    Verdict.AcceptLogin _ ->
                    DecisionResult.ACCEPT;
            case Verdict.Login _, Verdict.Busy _ ->
                    throw new IllegalStateException("no decision yet: " + verdict);
        };
    }

    private static Code code(DecisionResult result) {
        return switch (result) {
            case ACCEPT -> Code.ACCESS_ACCEPT;
            case CHALLENGE -> Code.ACCESS_CHALLENGE;
            case REJECT, DROP -> Code.ACCESS_REJECT;
        };
    }

    private void note(Verdict verdict, AccessRequest request, NasEntry nas, long nowMs) {
        String audit = request.auditSessionId();
        switch (verdict) {
            case Verdict.AcceptPeer(PeerEntry peer, Attributes found) -> {
                nas.tally().accepts.increment();
                accepts.increment();
                activity.seen(peer.id(), nowMs, peer.psk() != null);
                if (audit != null) origins.peer(audit, peer.name(), found);
            }
            case Verdict.AcceptGroup(var group, Attributes found) -> {
                nas.tally().accepts.increment();
                accepts.increment();
                if (audit != null) origins.group(audit, group.name(), found);
            }
            case Verdict.AcceptUser(var user) -> acceptedUser(audit, user, user.attributes(), nas);
            case Verdict.AcceptLogin(var user, _, var given) ->
                    acceptedUser(audit, user, given, nas);
            case Verdict.Challenge _ -> challenges.increment();
            case Verdict.Login _, Verdict.Busy _ -> {}
            case Verdict.Reject(Reason reason) -> {
                nas.tally().rejects.increment();
                Objects.requireNonNull(rejects.get(reason)).increment();
            }
        }
    }

    private void acceptedUser(
            @Nullable String audit, UserEntry user, Attributes given, NasEntry nas) {
        nas.tally().accepts.increment();
        accepts.increment();
        if (audit != null) origins.peer(audit, user.name(), given);
    }

    private static Attributes attributes(
            Verdict verdict,
            AccessRequest request,
            NasEntry nas,
            Secret secret,
            Octets requestAuthenticator) {
        return switch (verdict) {
            case Verdict.AcceptPeer(PeerEntry peer, Attributes found) ->
                    Replies.ofPeer(peer, found, nas, secret, requestAuthenticator);
            case Verdict.AcceptGroup(_, Attributes found) -> found;
            case Verdict.AcceptUser(var user) -> Replies.ofUser(user, user.attributes(), nas);
            case Verdict.AcceptLogin(var user, var proof, var given) ->
                    LoginReplies.accept(
                            Replies.ofUser(user, given, nas), proof, secret, requestAuthenticator);
            case Verdict.Challenge challenge -> LoginReplies.challenge(challenge);
            case Verdict.Login _, Verdict.Busy _ -> Attributes.EMPTY;
            case Verdict.Reject _ ->
                    request.credential() instanceof AccessRequest.Credential.Eap(int identifier)
                            // RFC 3579 §2.6.3: a reject of EAP carries EAP-Failure.
                            ? Attributes.builder()
                                    .add(Attr.EAP_MESSAGE, Octets.of(4, identifier, 0, 4))
                                    .build()
                            : LoginReplies.reject(request.credential());
        };
    }

    private Decision render(
            AccessRequest request,
            NasEntry nas,
            MessageAuthenticator authenticator,
            InetAddress source,
            Snapshot snapshot,
            Verdict verdict,
            boolean login,
            @Nullable String known,
            Instant at,
            long micros) {
        Reason reason = verdict instanceof Verdict.Reject(Reason r) ? r : null;
        boolean unknown =
                reason == Reason.UNKNOWN_PEER
                        || reason == Reason.UNKNOWN_GROUP
                        || reason == Reason.UNKNOWN_USER;
        List<String> nearest =
                unknown && nearestAllowed(at.getEpochSecond())
                        ? NearestNames.find(
                                request.userName(),
                                login ? snapshot.userNames() : snapshot.peerNames(),
                                login ? List.of() : snapshot.groupNames())
                        : List.of();
        String detail = known != null ? known : detail(request, nas, snapshot, reason, at);
        return new Decision(
                0,
                at,
                result(verdict),
                request.userName(),
                nas.id(),
                nas.name(),
                source.getHostAddress(),
                kind(request, verdict, login),
                reason == null ? null : reason.code(),
                sentence(request, verdict, nearest, detail),
                micros,
                request.callingStationId(),
                request.auditSessionId(),
                AccessTrace.of(request, nas, authenticator, verdict, login, snapshot, at, detail),
                nearest);
    }

    private static String kind(AccessRequest request, Verdict verdict, boolean login) {
        return switch (verdict) {
            case Verdict.AcceptPeer(PeerEntry peer, _) -> peer.psk() == null ? "user" : "psk";
            case Verdict.AcceptGroup _ -> "group";
            case Verdict.AcceptUser _ -> "user";
            case Verdict.AcceptLogin _, Verdict.Challenge _, Verdict.Login _, Verdict.Busy _ ->
                    "login";
            case Verdict.Reject(Reason reason) ->
                    reason == Reason.UNKNOWN_GROUP
                            ? "group"
                            : !login && request.isLookup() ? "psk" : "login";
        };
    }

    /** What of the configuration refused, where the reason alone does not say it. */
    private @Nullable String detail(
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            @Nullable Reason reason,
            Instant at) {
        PeerEntry peer = snapshot.peer(request.userName());
        if (reason == Reason.POOL_EXHAUSTED && peer != null) {
            return "pool " + snapshot.pools(peer).names() + " is fully leased";
        }
        if (reason != Reason.TEMPLATE_UNRESOLVED) return null;
        GroupEntry group = snapshot.group(request.userName());
        SessionOrigins.Origin origin = origins.find(request.auditSessionId());
        String known = origin == null ? null : origin.peer();
        Outcome outcome = null;
        if (peer != null && peer.plan() != null) {
            outcome = PolicyOutcome.of(peer, request, nas, at);
        } else if (group != null && group.plan() != null) {
            outcome = PolicyOutcome.of(group, request, nas, snapshot, known, at);
        }
        return outcome instanceof Outcome.Unresolved(String sentence) ? sentence : null;
    }

    private static String sentence(
            AccessRequest request, Verdict verdict, List<String> nearest, @Nullable String detail) {
        return switch (verdict) {
            case Verdict.AcceptPeer(PeerEntry peer, Attributes found) ->
                    "Accepted: peer "
                            + peer.name()
                            + (peer.psk() == null ? ", no PSK" : " with its PSK")
                            + " and "
                            + found.size()
                            + " attributes";
            case Verdict.AcceptGroup(var group, Attributes found) ->
                    "Accepted: group " + group.name() + " with " + found.size() + " attributes";
            case Verdict.AcceptUser(var user) ->
                    "Accepted: user "
                            + user.name()
                            + ", attributes only: "
                            + user.attributes().size();
            case Verdict.AcceptLogin(var user, _, var given) ->
                    "Accepted: user "
                            + user.name()
                            + " logged in by "
                            + LoginTrace.method(request.credential())
                            + (user.totp() == null ? "" : " and one-time code")
                            + ", "
                            + given.size()
                            + " attributes";
            case Verdict.Challenge(var user, _, _) ->
                    "Challenged: user "
                            + user.name()
                            + " has the password right and is asked for the one-time code";
            case Verdict.Login _, Verdict.Busy _ -> "Undecided";
            case Verdict.Reject(Reason reason) ->
                    "Rejected "
                            + (request.userName().isEmpty() ? "a request" : request.userName())
                            + ": "
                            + reason.sentence()
                            + (detail == null ? "" : " (" + detail + ")")
                            + (nearest.isEmpty()
                                    ? ""
                                    : " (near: " + String.join(", ", nearest) + ")")
                            + "; "
                            + reason.cure();
        };
    }

    private boolean nearestAllowed(long second) {
        long current = nearestSecond.get();
        if (current != second && nearestSecond.compareAndSet(current, second)) {
            nearestLeft.set(NEAREST_PER_SECOND);
        }
        return nearestLeft.decrementAndGet() >= 0;
    }

    private static int proxyStateOctets(Attributes attributes) {
        int sum = 0;
        if (!attributes.has(Attr.PROXY_STATE)) return sum;
        for (Attribute state : attributes.all(Attr.PROXY_STATE)) sum += 2 + state.value().length();
        return sum;
    }
}
