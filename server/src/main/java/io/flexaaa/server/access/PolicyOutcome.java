package io.flexaaa.server.access;

import io.flexaaa.server.policy.ReplyPlan;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.policy.ReplyPlan.PeerFacts;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/** A peer's or group's attributes for one request, where they depend on it. */
final class PolicyOutcome {
    private PolicyOutcome() {}

    static Outcome of(PeerEntry peer, AccessRequest request, NasEntry nas, Instant now) {
        ReplyPlan plan = Objects.requireNonNull(peer.plan());
        return plan.resolve(
                new ReplyPlan.Request(nas.facts(), request.callingStationId(), now, null));
    }

    /** A group's reply may speak of the peer it is for, if the request tells which one that is. */
    static Outcome of(
            GroupEntry group,
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            @Nullable String peerOfSession,
            Instant now) {
        ReplyPlan plan = Objects.requireNonNull(group.plan());
        PeerEntry peer = peerOfSession == null ? null : snapshot.peer(peerOfSession);
        String phase1 = request.phase1Id();
        if (peer == null && phase1 != null) peer = snapshot.peer(phase1);
        PeerFacts facts = null;
        if (peer != null) facts = new PeerFacts(peer.name(), peer.values());
        else if (phase1 != null) facts = new PeerFacts(phase1, java.util.Map.of());
        return plan.resolve(
                new ReplyPlan.Request(nas.facts(), request.callingStationId(), now, facts));
    }
}
