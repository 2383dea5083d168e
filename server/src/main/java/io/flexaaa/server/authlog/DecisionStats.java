package io.flexaaa.server.authlog;

import java.util.List;

/**
 * Figures of the overview page. Counts are of all requests, also of those the log had no room for.
 */
public record DecisionStats(
        long acceptsLastMinute,
        long rejectsLastMinute,
        long p99Micros,
        List<ReasonCount> topRejectReasons,
        List<Point> spark,
        long notLogged) {

    /** How often a reason was given in the last 24 hours. */
    public record ReasonCount(String reason, long count) {}

    /** Accepts and rejects of one of the last 24 minutes, oldest first. */
    public record Point(long accepts, long rejects) {}
}
