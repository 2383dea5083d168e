package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What a hub's look-up would get, by the very decision; nothing is counted, logged or lent. */
public final class LookUpPreview {
    private LookUpPreview() {}

    /** A look-up as a hub would send it. */
    public record Question(
            String userName,
            String identity,
            @Nullable String callingStationId,
            @Nullable String peerOfSession,
            Instant at) {}

    /**
     * What the answer would be.
     *
     * @param kind peer, group or user; empty for a reject
     * @param reason code of a reject, or null
     * @param sentence in words
     * @param attributes without the addresses of {@code lease}; Tunnel-Password, if any, under a
     *     secret of nobody
     * @param lease addresses that would be lent, or null
     */
    public record Result(
            String kind,
            @Nullable String reason,
            String sentence,
            Attributes attributes,
            @Nullable LeaseRequest lease) {
        public boolean accepted() {
            return reason == null;
        }
    }

    public static Result of(Question question, NasEntry nas, Snapshot snapshot) {
        AccessRequest request =
                new AccessRequest(
                        question.userName,
                        new Credential.Password(nas.authorizationPassword().reveal()),
                        Attr.SERVICE_TYPE_OUTBOUND,
                        question.callingStationId,
                        null,
                        AccessRequest.ABSENT,
                        null,
                        question.identity,
                        null,
                        null);
        Verdict verdict =
                AccessDecider.decide(
                        request, nas, snapshot, question.peerOfSession, 0, question.at);
        return switch (verdict) {
            case Verdict.AcceptPeer(PeerEntry peer, Attributes found) ->
                    new Result(
                            "peer",
                            null,
                            "peer " + peer.name(),
                            Replies.ofPeer(
                                    peer,
                                    found,
                                    nas,
                                    Secret.ofUtf8("-"),
                                    Octets.wrap(new byte[16])),
                            LeaseAttributes.wanted(
                                    peer,
                                    snapshot.pools(peer),
                                    found,
                                    nas,
                                    question.callingStationId));
            case Verdict.AcceptGroup(GroupEntry group, Attributes found) ->
                    new Result("group", null, "group " + group.name(), found, null);
            case Verdict.AcceptUser(UserEntry user) ->
                    new Result(
                            "user",
                            null,
                            "user " + user.name(),
                            Replies.ofUser(user, user.attributes(), nas),
                            null);
            case Verdict.Reject(Reason reason) ->
                    rejected(reason, request, nas, snapshot, question);
            case Verdict.AcceptLogin _, Verdict.Challenge _, Verdict.Login _, Verdict.Busy _ ->
                    throw new IllegalStateException("a look-up became a login");
        };
    }

    private static Result rejected(
            Reason reason,
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            Question question) {
        String detail = "";
        if (reason == Reason.TEMPLATE_UNRESOLVED) {
            PeerEntry peer = snapshot.peer(question.userName);
            GroupEntry group = snapshot.group(question.userName);
            Outcome outcome = null;
            if (peer != null && peer.plan() != null) {
                outcome = PolicyOutcome.of(peer, request, nas, question.at);
            } else if (group != null && group.plan() != null) {
                outcome =
                        PolicyOutcome.of(
                                group, request, nas, snapshot, question.peerOfSession, question.at);
            }
            if (outcome instanceof Outcome.Unresolved(String sentence)) {
                detail = " (" + sentence + ")";
            }
        }
        return new Result(
                "",
                reason.code(),
                question.userName + ": " + reason.sentence() + detail + "; " + reason.cure(),
                Attributes.EMPTY,
                null);
    }
}
