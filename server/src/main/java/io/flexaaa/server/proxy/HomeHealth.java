package io.flexaaa.server.proxy;

/**
 * Whether a home server is to be asked. A server that is slow (a push waits for a thumb) is told
 * from one that is gone by Status-Server (RFC 5997 §4.2): the request that is out stays out while
 * probes are answered. Without Status-Server a request that timed out is the only sign. Without I/O
 * or clock; not thread-safe.
 */
final class HomeHealth {
    /** Silence with a request out before the server is asked whether it lives. */
    static final long PROBE_AFTER_MS = 3_000;

    private final boolean statusServer;
    private final long deadMs;
    private boolean dead;
    private boolean probing;
    private long quietSinceMs = Long.MAX_VALUE;
    private long tryAtMs;

    HomeHealth(boolean statusServer, long deadMs) {
        this.statusServer = statusServer;
        this.deadMs = deadMs;
    }

    boolean alive(long nowMs) {
        // Without probes the dead time is all there is: then the next request is the probe.
        if (dead && !statusServer && nowMs >= tryAtMs) dead = false;
        return !dead;
    }

    /** A request went out. */
    void sent(long nowMs) {
        if (quietSinceMs == Long.MAX_VALUE) quietSinceMs = nowMs;
    }

    /**
     * Any valid reply came.
     *
     * @param othersOut whether more requests are out
     */
    void heard(long nowMs, boolean othersOut) {
        dead = false;
        probing = false;
        quietSinceMs = othersOut ? nowMs : Long.MAX_VALUE;
    }

    /** Whether to send a Status-Server now; then it counts as out. */
    boolean probeDue(long nowMs) {
        if (!statusServer || probing) return false;
        boolean due =
                dead
                        ? nowMs >= tryAtMs
                        : quietSinceMs != Long.MAX_VALUE && nowMs - quietSinceMs >= PROBE_AFTER_MS;
        if (due) probing = true;
        return due;
    }

    /** No probe was answered: the server is gone. */
    void probeLost(long nowMs) {
        probing = false;
        dead = true;
        tryAtMs = nowMs + deadMs;
        quietSinceMs = Long.MAX_VALUE;
    }

    /** A request timed out; with Status-Server that alone says nothing. */
    void timedOut(long nowMs, boolean othersOut) {
        if (!othersOut) quietSinceMs = Long.MAX_VALUE;
        if (statusServer) return;
        dead = true;
        tryAtMs = nowMs + deadMs;
    }

    /** When {@link #probeDue} may say yes. */
    long nextMs() {
        if (!statusServer || probing) return Long.MAX_VALUE;
        if (dead) return tryAtMs;
        return quietSinceMs == Long.MAX_VALUE ? Long.MAX_VALUE : quietSinceMs + PROBE_AFTER_MS;
    }
}
