package io.flexaaa.server.preview;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.audit.ConfigurationChanged;
import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.dryrun.DryRun;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.policy.ReplyPlan;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.policy.ReplyPlan.PeerFacts;
import io.flexaaa.server.preview.store.PolicyTestStore.Row;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotService;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs the policy tests over every audited change before it is committed, whichever way it came:
 * save, delete, bulk call, import, undo. In a dry run it also counts whom the change touches.
 */
@Component
class PolicyGuard {
    /** What a preview is made of. */
    private static final Set<String> KINDS = Set.of("peer", "group", "nas", "pool", "user");

    private final SnapshotService snapshots;
    private final SessionService sessions;
    private final PolicyTests tests;
    private final AuditLog audit;
    private final Clock clock;

    PolicyGuard(
            SnapshotService snapshots,
            SessionService sessions,
            PolicyTests tests,
            AuditLog audit,
            Clock clock) {
        this.audit = audit;
        this.snapshots = snapshots;
        this.sessions = sessions;
        this.tests = tests;
        this.clock = clock;
    }

    @EventListener
    void changed(ConfigurationChanged event) {
        List<Change> changes =
                event.changes().stream().filter(c -> KINDS.contains(c.kind())).toList();
        if (changes.isEmpty()) return;
        List<String> failing = failing();
        if (!failing.isEmpty() && !PolicyForce.given()) {
            throw new Problem.Conflict(
                    "POLICY_TEST_FAILED",
                    String.join("; ", failing)
                            + ". Correct the change or the test, or save with ?force=true, which"
                            + " takes the permission policy:override");
        }
        failing.forEach(DryRun::effect);
        if (!DryRun.running()) {
            Change first = changes.getFirst();
            if (!failing.isEmpty())
                audit.note(
                        event.actor(),
                        "override-policy-tests",
                        first.kind(),
                        first.name(),
                        Map.of("failing", failing));
            return;
        }
        for (Change change : changes) {
            boolean peer = change.kind().equals("peer");
            if (peer || change.kind().equals("group"))
                DryRun.liveSessions(liveSessions(peer, change.name()));
        }
    }

    private List<String> failing() {
        List<Row> rows = tests.rows();
        if (rows.isEmpty()) return List.of();
        tests.flush();
        return tests.broken(rows, snapshots.current(), snapshots.asWritten(tests.names(rows)));
    }

    /** How many live sessions would get other attributes at their next look-up. */
    private long liveSessions(boolean peer, String name) {
        tests.flush();
        Snapshot before = snapshots.current();
        Snapshot after = snapshots.asWritten(peer ? Set.of(name) : Set.of());
        long count = 0;
        String cursor = null;
        do {
            var page =
                    sessions.list(
                            new SessionQuery(
                                    null,
                                    false,
                                    peer ? name : null,
                                    new PageRequest(PageRequest.MAX_LIMIT, cursor, null)));
            for (Session session : page.items()) {
                if (!Objects.equals(of(session, peer, before), of(session, peer, after))) count++;
            }
            cursor = page.next();
        } while (cursor != null);
        return count;
    }

    /** What of the session's policy comes from peers, or from groups, in that configuration. */
    private @Nullable Attributes of(Session session, boolean ofPeer, Snapshot snapshot) {
        NasEntry nas = snapshot.nas(session.nasId());
        PeerEntry peer = snapshot.peer(session.peer());
        if (ofPeer) {
            if (peer == null) return null;
            return resolve(peer.plan(), peer.attributes(), nas, session, null);
        }
        GroupEntry group = session.group() == null ? null : snapshot.group(session.group());
        if (group == null) return null;
        PeerFacts facts = peer == null ? null : new PeerFacts(peer.name(), peer.values());
        return resolve(group.plan(), group.attributes(), nas, session, facts);
    }

    private @Nullable Attributes resolve(
            @Nullable ReplyPlan plan,
            Attributes fixed,
            @Nullable NasEntry nas,
            Session session,
            @Nullable PeerFacts peer) {
        if (plan == null) return fixed;
        if (nas == null) return null;
        Outcome outcome =
                plan.resolve(
                        new ReplyPlan.Request(
                                nas.facts(), session.callingStationId(), clock.instant(), peer));
        return outcome instanceof Outcome.Ready(Attributes attributes, _) ? attributes : null;
    }
}
