package io.flexaaa.server.identity;

import java.util.List;

/**
 * Looks at a change to a peer or group that is written but not yet committed. Called inside the
 * transaction of the change, so that it reads the rows as they would be.
 */
public interface ChangeGuard {
    /** What changed; by whom it is called shows in the rows. */
    record Change(Kind kind, long id, String name) {}

    /** Kind of row. */
    enum Kind {
        PEER,
        GROUP
    }

    /** The policy tests that no longer hold, each with what it got; empty when all is well. */
    List<String> failing(Change change);

    /** How many live sessions would get other attributes at their next look-up. */
    long liveSessions(Change change);
}
