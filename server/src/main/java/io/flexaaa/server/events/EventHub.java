package io.flexaaa.server.events;

import io.flexaaa.server.authlog.DecisionsRecorded;
import io.flexaaa.server.dynauth.JobChanged;
import io.flexaaa.server.session.SessionsChanged;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands what the server publishes to every reader; never waits for one. */
@Component
public class EventHub implements SmartLifecycle {
    /** A browser tab is one; more than this many is a leak or an attack. */
    public static final int MAX_READERS = 500;

    private final Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    /** Null when there are too many already or the server is stopping. */
    public @Nullable Reader join(boolean sessions, boolean decisions) {
        if (!running || readers.size() >= MAX_READERS) return null;
        Reader reader = new Reader(sessions, decisions);
        readers.add(reader);
        return reader;
    }

    public void leave(Reader reader) {
        readers.remove(reader);
    }

    public int readers() {
        return readers.size();
    }

    @EventListener
    void sessions(SessionsChanged event) {
        readers.forEach(r -> r.sessions(event.sessions()));
    }

    @EventListener
    void decisions(DecisionsRecorded event) {
        readers.forEach(r -> r.decisions(event.decisions()));
    }

    @EventListener
    void job(JobChanged event) {
        readers.forEach(r -> r.job(event.job()));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Streams never end by themselves: without this a graceful stop would wait for them. */
    @Override
    public void stop() {
        running = false;
        readers.forEach(Reader::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before the web server, which stops at a lower phase. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }
}
