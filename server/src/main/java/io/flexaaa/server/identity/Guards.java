package io.flexaaa.server.identity;

import io.flexaaa.server.dryrun.DryRun;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/** Asks whoever guards changes, and refuses what breaks a policy test. */
final class Guards {
    private Guards() {}

    /**
     * @param override lets failing tests pass and is told which, for the audit; null refuses
     */
    static void ask(
            List<ChangeGuard> guards,
            ChangeGuard.Change change,
            @Nullable Consumer<List<String>> override) {
        List<String> failing = guards.stream().flatMap(g -> g.failing(change).stream()).toList();
        if (!failing.isEmpty() && override == null) {
            throw new Problem.Conflict(
                    "POLICY_TEST_FAILED",
                    String.join("; ", failing)
                            + ". Correct the change or the test, or save with ?force=true, which"
                            + " takes the permission policy:override");
        }
        failing.forEach(DryRun::effect);
        if (!failing.isEmpty() && override != null && !DryRun.running()) override.accept(failing);
        if (DryRun.running()) {
            DryRun.liveSessions(guards.stream().mapToLong(g -> g.liveSessions(change)).sum());
        }
    }
}
