package io.flexaaa.server.audit;

import io.flexaaa.server.audit.store.AuditStore;
import io.flexaaa.server.dryrun.Change;
import io.flexaaa.server.dryrun.DryRun;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The one way into the audit log. A change and its entry are one transaction. */
@Service
public class AuditLog {
    private final AuditStore store;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    AuditLog(AuditStore store, JsonMapper json, ApplicationEventPublisher events) {
        this.events = events;
        this.store = store;
        this.json = json;
        this.clock = Clock.systemUTC();
    }

    /** Notes something done. {@code facts} must not hold a secret. */
    @Transactional
    public void note(
            Actor actor, String action, String targetKind, String target, Map<String, ?> facts) {
        append(actor, action, targetKind, target, "ok", facts);
    }

    /** Notes something refused, such as a sign-in. */
    @Transactional
    public void refused(
            Actor actor, String action, String targetKind, String target, Map<String, ?> facts) {
        append(actor, action, targetKind, target, "refused", facts);
    }

    /**
     * Runs a change and keeps how the object looked before and after. Either both are committed or
     * none. In a {@link DryRun} the change is noted there instead and rolled back by whoever tries.
     */
    @Transactional
    public <T> T change(
            Actor actor,
            String action,
            String targetKind,
            String target,
            @Nullable Object before,
            Supplier<T> change) {
        T after = change.get();
        check(actor, List.of(new Change(action, targetKind, target, before, after)));
        Map<String, Object> detail = new LinkedHashMap<>();
        if (before != null) detail.put("before", before);
        detail.put("after", after);
        append(actor, action, targetKind, target, "ok", detail);
        return after;
    }

    /** For callers that still take {@code dryRun} themselves; the REST layer does it for all. */
    @Transactional
    public <T> T change(
            Actor actor,
            String action,
            String targetKind,
            String target,
            @Nullable Object before,
            boolean dryRun,
            Supplier<T> change) {
        return change(actor, action, targetKind, target, before, change);
    }

    /** For callers that still take {@code dryRun} themselves; the REST layer does it for all. */
    @Transactional
    public void deletion(
            Actor actor,
            String targetKind,
            String target,
            Object before,
            boolean dryRun,
            Runnable delete) {
        deletion(actor, targetKind, target, before, delete);
    }

    /** Like {@link #change}, for what leaves nothing behind. */
    @Transactional
    public void deletion(
            Actor actor, String targetKind, String target, Object before, Runnable delete) {
        delete.run();
        check(actor, List.of(new Change("delete", targetKind, target, before, null)));
        append(actor, "delete", targetKind, target, "ok", Map.of("before", before));
    }

    /**
     * Lets those who guard changes refuse these, which are written but not committed. The other
     * methods do so themselves.
     */
    @Transactional
    public void check(Actor actor, List<Change> changes) {
        events.publishEvent(new ConfigurationChanged(actor, changes));
    }

    /** Notes many changes of one transaction at once; the caller has called {@link #check}. */
    @Transactional
    public void changes(Actor actor, List<Change> changes) {
        if (changes.isEmpty()) return;
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<AuditStore.Fresh> fresh = new ArrayList<>(changes.size());
        for (Change c : changes) {
            Map<String, Object> detail = new LinkedHashMap<>();
            if (c.before() != null) detail.put("before", c.before());
            if (c.after() != null) detail.put("after", c.after());
            fresh.add(
                    new AuditStore.Fresh(
                            at,
                            c.action(),
                            c.kind(),
                            c.name(),
                            "ok",
                            json.writeValueAsString(detail)));
        }
        store.append(actor, fresh);
    }

    /** Newest first; {@code after} is the last id of the window before. */
    public List<AuditEntry> find(AuditQuery query, @Nullable Long after, int limit) {
        return store.find(query, after, limit);
    }

    /**
     * Walks the whole chain; null when it is whole, else what is wrong with the first bad entry.
     */
    @Transactional(readOnly = true)
    public @Nullable String firstBreak() {
        return store.firstBreak();
    }

    private void append(
            Actor actor,
            String action,
            String targetKind,
            String target,
            String outcome,
            Map<String, ?> detail) {
        if (DryRun.running()) {
            // Not appended: the chain's head would stay locked as long as the trial runs.
            DryRun.change(action, targetKind, target, detail.get("before"), detail.get("after"));
            return;
        }
        // PostgreSQL keeps microseconds; the hash must cover what a later check will read.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        store.append(
                actor,
                List.of(
                        new AuditStore.Fresh(
                                at,
                                action,
                                targetKind,
                                target,
                                outcome,
                                json.writeValueAsString(detail))));
    }
}
