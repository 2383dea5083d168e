package io.flexaaa.server.authlog;

/** Where the request path puts what it decided. Never blocks, never throws. */
public interface DecisionRecorder {

    /** A decision whose words are made later, off the request path. */
    @FunctionalInterface
    interface Lazy {
        Decision render();
    }

    /**
     * Counts the decision and queues it for the log, if there is room.
     *
     * @param reason constant of the server, or empty for an accept
     */
    void record(DecisionResult result, String reason, long latencyMicros, Lazy decision);
}
