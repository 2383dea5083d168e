package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.eap.server.EapServer;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.snapshot.NasEntry;

/**
 * One conversation between packets. Fields change under the lock of {@link Conversations}, or by
 * the one request that has taken it.
 */
final class Conversation {
    /** No honest login takes longer, a person at a prompt included. */
    private static final long LIFE_MS = 180_000;

    private final Octets id;
    private final EapServer server;
    private final EapLogin login;
    private final EapRequest first;
    private final long dieMs;
    private int round;
    private boolean inWork = true;
    private long deadlineMs;
    private long workNanos;

    Conversation(Octets id, EapServer server, EapLogin login, EapRequest first) {
        this.id = id;
        this.server = server;
        this.login = login;
        this.first = first;
        this.dieMs = first.nowMs() + LIFE_MS;
    }

    Octets id() {
        return id;
    }

    EapServer server() {
        return server;
    }

    EapLogin login() {
        return login;
    }

    /** The request it began with. */
    EapRequest first() {
        return first;
    }

    NasEntry nas() {
        return first.nas();
    }

    int round() {
        return round;
    }

    void nextRound() {
        round++;
    }

    boolean inWork() {
        return inWork;
    }

    void work(boolean working) {
        inWork = working;
    }

    void waitUntil(long ms) {
        deadlineMs = ms;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    boolean isOver(long nowMs) {
        return nowMs >= Math.min(deadlineMs, dieMs);
    }

    /** Time spent on it here, all rounds together. */
    long workNanos() {
        return workNanos;
    }

    void worked(long nanos) {
        workNanos += nanos;
    }
}
