package io.flexaaa.server.identity;

import io.flexaaa.server.dryrun.DryRun;
import io.flexaaa.server.problem.Problem;

import java.util.List;

/** Asks whoever guards changes, and refuses what breaks a policy test. */
final class Guards {
    private Guards() {}

    /**
     * @param force whether failing tests are let pass
     */
    static void ask(List<ChangeGuard> guards, ChangeGuard.Change change, boolean force) {
        List<String> failing = guards.stream().flatMap(g -> g.failing(change).stream()).toList();
        if (!failing.isEmpty() && !force) {
            throw new Problem.Conflict(
                    "POLICY_TEST_FAILED",
                    String.join("; ", failing)
                            + ". Correct the change or the test, or save with ?force=true");
        }
        failing.forEach(DryRun::effect);
        if (DryRun.running()) {
            DryRun.liveSessions(guards.stream().mapToLong(g -> g.liveSessions(change)).sum());
        }
    }
}
