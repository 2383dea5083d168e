package io.flexaaa.server.dryrun;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a dry run would have done. The audit log notes every change here, so a module that audits
 * its changes needs no code of its own for {@code ?dryRun=true}; what the caller should know beyond
 * that ("3 sessions keep their old policy until they reconnect") it adds with {@link #effect}.
 */
public final class DryRun {
    private static final ScopedValue<DryRun> RUNNING = ScopedValue.newInstance();

    private final List<Change> changes = new ArrayList<>();
    private final List<String> effects = new ArrayList<>();
    private @Nullable Long liveSessions;

    /** Whether this thread only tries: what cannot be rolled back must not be done. */
    public static boolean running() {
        return RUNNING.isBound();
    }

    /** Notes a change; nothing happens outside a dry run. */
    public static void change(
            String action,
            String kind,
            String name,
            @Nullable Object before,
            @Nullable Object after) {
        if (RUNNING.isBound())
            RUNNING.get().changes.add(new Change(action, kind, name, before, after));
    }

    /** Says in a sentence what else would follow; nothing happens outside a dry run. */
    public static void effect(String sentence) {
        if (RUNNING.isBound()) RUNNING.get().effects.add(sentence);
    }

    /**
     * How many live sessions the change would touch; several changes add up. Nothing happens
     * outside a dry run.
     */
    public static void liveSessions(long count) {
        if (!RUNNING.isBound()) return;
        DryRun trial = RUNNING.get();
        trial.liveSessions = (trial.liveSessions == null ? 0 : trial.liveSessions) + count;
    }

    /** Null when nothing was changed that sessions depend on. */
    public @Nullable Long liveSessions() {
        return liveSessions;
    }

    /** Runs a trial that notes into this object. The caller rolls the transaction back. */
    public <T extends @Nullable Object, X extends Throwable> T observe(
            ScopedValue.CallableOp<T, X> trial) throws X {
        return ScopedValue.where(RUNNING, this).call(trial);
    }

    public List<Change> changes() {
        return List.copyOf(changes);
    }

    public List<String> effects() {
        return List.copyOf(effects);
    }
}
