package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.dynauth.store.JobStore;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotService;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Orders for many sessions: planned, started, watched, cancelled. */
@Service
public class DynAuthJobs {
    static final int DEFAULT_RATE = 10;
    private static final int MAX_RATE = 1_000;
    private static final int MAX_SESSIONS = 50_000;
    private static final Duration SNAPSHOT_WAIT = Duration.ofSeconds(3);

    private final LiveList live;
    private final Grants grants;
    private final SnapshotService snapshots;
    private final JobStore store;
    private final JobRunner runner;
    private final AuditLog audit;
    private final Clock clock;

    DynAuthJobs(
            LiveList live,
            Grants grants,
            SnapshotService snapshots,
            JobStore store,
            JobRunner runner,
            AuditLog audit,
            Clock clock) {
        this.live = live;
        this.grants = grants;
        this.snapshots = snapshots;
        this.store = store;
        this.runner = runner;
        this.audit = audit;
        this.clock = clock;
    }

    /** The same change, or a Disconnect, for every session the query finds. */
    public DynAuthJob create(Actor actor, JobWrite write) {
        DynAuthKind kind = write.kind();
        JobQuery query = write.query();
        if (kind == null || query == null) {
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    kind == null ? "kind" : "query",
                                    "",
                                    "is missing",
                                    "give kind (disconnect or coa) and query")));
        }
        boolean coa = kind == DynAuthKind.COA;
        List<String> avPairs = write.avPairs() == null ? List.of() : write.avPairs();
        Check check = new Check();
        check.require(
                !query.empty() || Boolean.TRUE.equals(query.all()),
                "query",
                "",
                "names no session",
                "give group, nas, peer, q or sessions; all=true means every live session");
        check.require(
                coa == (!avPairs.isEmpty() || write.sessionTimeout() != null),
                "avPairs",
                avPairs,
                coa ? "nothing to change" : "a Disconnect changes nothing",
                coa ? "give AV pairs or sessionTimeout" : "leave avPairs and sessionTimeout out");
        check.require(
                write.sessionTimeout() == null || write.sessionTimeout() > 0,
                "sessionTimeout",
                write.sessionTimeout(),
                "is not positive",
                "give seconds");
        rate(check, write.ratePerSecond());
        KeyPairs.refuse(check, avPairs);
        if (!Boolean.FALSE.equals(write.validate())) {
            AvPairCatalogue.validate(avPairs).stream()
                    .filter(p -> !p.warning())
                    .forEach(p ->
                            check.add(
                                    new FieldProblem(
                                            "avPairs[" + p.index() + "]",
                                            p.value(),
                                            p.message(),
                                            p.cure())));
        }
        check.done();
        PolicyChange change = coa ? new PolicyChange(avPairs, write.sessionTimeout()) : null;
        List<JobItem> items = new ArrayList<>();
        for (Session session : chosen(query)) {
            items.add(item(items.size(), session, ItemState.PENDING, change, List.of(), ""));
        }
        return order(
                actor,
                kind,
                query.text(),
                change,
                write.ratePerSecond(),
                items,
                Boolean.TRUE.equals(write.dryRun()));
    }

    /** Brings live sessions of a peer what it would be given now. */
    public DynAuthJob pushPeer(Actor actor, String peer, PushWrite write) {
        return push(
                actor,
                "push of peer " + peer,
                write,
                snapshot -> {
                    if (snapshot.peer(peer) == null) throw new Problem.NotFound("peer", peer);
                    return session -> session.peer().equals(peer);
                });
    }

    /** The same for every live session with this group's policy. */
    public DynAuthJob pushGroup(Actor actor, String group, PushWrite write) {
        return push(
                actor,
                "push of group " + group,
                write,
                snapshot -> {
                    if (snapshot.group(group) == null) throw new Problem.NotFound("group", group);
                    return session -> group.equals(groupName(session, snapshot));
                });
    }

    private interface Choice {
        Predicate<Session> in(Snapshot snapshot);
    }

    private DynAuthJob push(Actor actor, String reason, PushWrite write, Choice choice) {
        Check check = new Check();
        rate(check, write.ratePerSecond());
        check.done();
        Snapshot snapshot = applied();
        Predicate<Session> chosen = choice.in(snapshot);
        List<JobItem> items = new ArrayList<>();
        for (Session session : live.matching(null, null)) {
            if (chosen.test(session)) items.add(planned(items.size(), session, snapshot));
        }
        return order(
                actor,
                DynAuthKind.COA,
                reason,
                null,
                write.ratePerSecond(),
                items,
                Boolean.TRUE.equals(write.dryRun()));
    }

    private JobItem planned(int position, Session session, Snapshot snapshot) {
        Grants.Given given = grants.of(session);
        PeerEntry peer = snapshot.peer(session.peer());
        String groupName = groupName(session, snapshot);
        GroupEntry group = groupName == null ? null : snapshot.group(groupName);
        // A group the hub never asked for is not part of its session.
        boolean asked = given.group() != null || given.equals(Grants.Given.UNKNOWN);
        Attributes groupNow = group != null && asked ? group.attributes() : null;
        PushPlan plan = PolicyDiff.of(given, groupNow, peer == null ? null : peer.attributes());
        boolean nothing = plan.change() == null;
        String message = "";
        if (nothing) {
            message =
                    plan.reconnect().isEmpty()
                            ? "the session has all of it already"
                            : "nothing of it can be changed while the session lasts";
        } else if (given.equals(Grants.Given.UNKNOWN)) {
            message = "what the session was given is not known; all that a CoA can set is sent";
        }
        return item(
                position,
                session,
                nothing ? ItemState.SKIPPED : ItemState.PENDING,
                plan.change(),
                plan.reconnect(),
                message);
    }

    private static @Nullable String groupName(Session session, Snapshot snapshot) {
        if (session.group() != null) return session.group();
        PeerEntry peer = snapshot.peer(session.peer());
        return peer == null ? null : peer.group();
    }

    /** An edit just committed must be what is pushed. */
    private Snapshot applied() {
        try {
            if (!snapshots.awaitApplied(SNAPSHOT_WAIT)) {
                throw new Problem.Conflict(
                        "NOT_APPLIED",
                        "the edit is not in force on every server yet; try again in some seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Conflict("STOPPING", "the server is stopping");
        }
        return snapshots.current();
    }

    private List<Session> chosen(JobQuery query) {
        Set<Long> ids = query.sessions() == null ? Set.of() : new HashSet<>(query.sessions());
        Snapshot snapshot = snapshots.current();
        return live.matching(query.peer(), query.q()).stream()
                .filter(s -> query.nas() == null || query.nas().equals(s.nas()))
                .filter(s -> query.sessions() == null || ids.contains(s.id()))
                .filter(s -> query.group() == null || query.group().equals(groupName(s, snapshot)))
                .toList();
    }

    private DynAuthJob order(
            Actor actor,
            DynAuthKind kind,
            String reason,
            @Nullable PolicyChange change,
            @Nullable Integer rate,
            List<JobItem> items,
            boolean dryRun) {
        if (items.size() > MAX_SESSIONS) {
            throw new Problem.Conflict(
                    "TOO_MANY_SESSIONS",
                    reason
                            + " is "
                            + items.size()
                            + " sessions, a job takes "
                            + MAX_SESSIONS
                            + "; divide it by NAS or group");
        }
        Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
        items.forEach(i -> counts.merge(i.state(), 1L, Long::sum));
        DynAuthJob job =
                new DynAuthJob(
                        0,
                        kind,
                        reason,
                        JobState.PLANNED,
                        change,
                        Objects.requireNonNullElse(rate, DEFAULT_RATE),
                        actor.name(),
                        clock.instant(),
                        null,
                        items.size(),
                        counts,
                        dryRun ? items : List.of());
        if (dryRun) return job;
        long id = store.insert(job, items);
        audit.note(
                actor,
                kind.text() + "-job",
                "dynauth-job",
                String.valueOf(id),
                change == null
                        ? Map.of("sessions", items.size(), "chosen", reason)
                        : Map.of("sessions", items.size(), "chosen", reason, "change", change));
        DynAuthJob started = get(id);
        runner.start(actor, started, items);
        return started;
    }

    private static JobItem item(
            int position,
            Session session,
            ItemState state,
            @Nullable PolicyChange change,
            List<String> reconnect,
            String message) {
        return new JobItem(
                position,
                session.id(),
                session.nasId(),
                session.nas(),
                session.peer(),
                state,
                change,
                reconnect,
                null,
                message);
    }

    private static void rate(Check check, @Nullable Integer rate) {
        check.require(
                rate == null || (rate >= 1 && rate <= MAX_RATE),
                "ratePerSecond",
                rate,
                "is outside 1.." + MAX_RATE,
                DEFAULT_RATE + " requests a second do not hurt a hub");
    }

    public DynAuthJob get(long id) {
        return store.find(id)
                .orElseThrow(() -> new Problem.NotFound("dynauth job", String.valueOf(id)));
    }

    public Page<DynAuthJob> list(PageRequest page) {
        return Page.cut(
                store.list(page.afterId(), page.limit() + 1),
                page.limit(),
                j -> String.valueOf(j.id()));
    }

    public Page<JobItem> items(long id, @Nullable ItemState state, PageRequest page) {
        get(id);
        long after = page.after() == null ? -1 : page.afterId();
        return Page.cut(
                store.items(id, state, after, page.limit() + 1),
                page.limit(),
                i -> String.valueOf(i.position()));
    }

    /** No further request leaves; those that are out are waited for. */
    public DynAuthJob cancel(Actor actor, long id) {
        DynAuthJob job = get(id);
        if (job.state() != JobState.RUNNING) {
            throw new Problem.Conflict(
                    "JOB_OVER", "job " + id + " is " + job.state().text() + " already");
        }
        store.requestCancel(id);
        runner.cancel(id);
        audit.note(
                actor, "cancel", "dynauth-job", String.valueOf(id), Map.of("chosen", job.reason()));
        return get(id);
    }
}
