package io.flexaaa.server.events;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.dynauth.DynAuthJob;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionState;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one reader has still to be told. Bounded: a session that changes again before the reader
 * came by is told once, and when decisions come faster than they are read the oldest are dropped
 * and counted, so that a slow browser costs the server nothing.
 */
public final class Reader {
    static final int MAX_SESSIONS = 2000;
    static final int MAX_DECISIONS = 500;

    /** One thing to tell. */
    public sealed interface Event {
        record SessionChanged(Session session) implements Event {}

        record SessionRemoved(long id) implements Event {}

        record Decided(Decision decision) implements Event {}

        record JobProgressed(DynAuthJob job) implements Event {}

        /** So many were left out; the reader had better load the list again. */
        record Missed(long sessions, long decisions) implements Event {}
    }

    private final boolean wantsSessions;
    private final boolean wantsDecisions;
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final ArrayDeque<Decision> decisions = new ArrayDeque<>();
    private final Map<Long, DynAuthJob> jobs = new LinkedHashMap<>();
    private long missedSessions;
    private long missedDecisions;
    private boolean closed;

    Reader(boolean wantsSessions, boolean wantsDecisions) {
        this.wantsSessions = wantsSessions;
        this.wantsDecisions = wantsDecisions;
    }

    synchronized void sessions(List<Session> changed) {
        if (!wantsSessions) return;
        for (Session session : changed) {
            if (sessions.size() < MAX_SESSIONS || sessions.containsKey(session.id()))
                sessions.put(session.id(), session);
            else missedSessions++;
        }
        notifyAll();
    }

    synchronized void decisions(List<Decision> made) {
        if (!wantsDecisions) return;
        for (Decision decision : made) {
            if (decisions.size() == MAX_DECISIONS) {
                decisions.removeFirst();
                missedDecisions++;
            }
            decisions.addLast(decision);
        }
        notifyAll();
    }

    /** Of each job only the latest state counts. */
    synchronized void job(DynAuthJob job) {
        if (!wantsSessions || jobs.size() >= MAX_DECISIONS) return;
        jobs.put(job.id(), job);
        notifyAll();
    }

    /** Ends the reader's stream. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    public synchronized boolean closed() {
        return closed;
    }

    /** Waits until there is something to tell, the time is up, or the stream is to end. */
    public synchronized void await(long forMs) throws InterruptedException {
        long untilNs = System.nanoTime() + forMs * 1_000_000;
        while (!closed && empty()) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) return;
            wait(leftMs);
        }
    }

    /** Lets changes gather for that long; at once over when the stream is to end. */
    public synchronized void gather(long forMs) throws InterruptedException {
        long untilNs = System.nanoTime() + forMs * 1_000_000;
        while (!closed) {
            long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) return;
            wait(leftMs);
        }
    }

    /** All that gathered since the last call. */
    public synchronized List<Event> take() {
        List<Event> batch = new ArrayList<>(sessions.size() + decisions.size() + 1);
        for (Session session : sessions.values())
            batch.add(
                    session.state() == SessionState.ENDED
                            ? new Event.SessionRemoved(session.id())
                            : new Event.SessionChanged(session));
        for (Decision decision : decisions) batch.add(new Event.Decided(decision));
        for (DynAuthJob job : jobs.values()) batch.add(new Event.JobProgressed(job));
        if (missedSessions + missedDecisions > 0)
            batch.add(new Event.Missed(missedSessions, missedDecisions));
        sessions.clear();
        decisions.clear();
        jobs.clear();
        missedSessions = 0;
        missedDecisions = 0;
        return batch;
    }

    private boolean empty() {
        return sessions.isEmpty()
                && decisions.isEmpty()
                && jobs.isEmpty()
                && missedSessions == 0
                && missedDecisions == 0;
    }
}
