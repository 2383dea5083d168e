package io.flexaaa.server.session;

import io.flexaaa.server.session.store.SessionStore;
import io.flexaaa.server.session.store.SessionStore.Written;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Brings the sessions that other instances write into memory, well within a second. Each writer
 * numbers its commits without a gap, so nothing is missed, and no NOTIFY is needed, whose
 * database-wide lock accounting could not afford.
 */
@Component
public class SessionFollower {

    private static final Logger log = LoggerFactory.getLogger(SessionFollower.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int KEYS_A_READ = 5_000;

    private final String instance = UUID.randomUUID().toString();
    private final SessionStore store;
    private final LiveSessions sessions;
    private final Clock clock;
    private final Map<String, Long> read = new HashMap<>();
    private boolean away;

    SessionFollower(SessionStore store, LiveSessions sessions, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.clock = clock;
        // Whatever was noted before now is in what was loaded, or is read again: both are right.
        synchronized (read) {
            for (Written written : store.writers(instance)) {
                read.put(written.writer(), written.first() - 1);
            }
        }
    }

    /** The name of one of this instance's accounting writers. */
    public String writer(int number) {
        return instance + "#" + number;
    }

    @Scheduled(fixedDelay = 400)
    void follow() {
        try {
            synchronized (read) {
                followAll();
            }
            if (away) log.info("the other instances' sessions are followed again");
            away = false;
        } catch (DataAccessException e) {
            if (!away) log.warn("the other instances' sessions are not followed: {}", e.toString());
            away = true;
        }
    }

    private void followAll() {
        Set<UUID> keys = new HashSet<>();
        Map<String, Long> seen = new HashMap<>();
        boolean gap = false;
        for (Written written : store.writers(instance)) {
            long done = read.getOrDefault(written.writer(), 0L);
            gap |= written.first() > done + 1;
            if (written.last() > done) {
                keys.addAll(store.changedKeys(written.writer(), done, written.last()));
            }
            seen.put(written.writer(), Math.max(done, written.last()));
        }
        // Away for longer than the notes are kept: only the whole table tells.
        if (gap) {
            log.info("other instances wrote more than is noted: all open sessions are read again");
            sessions.committed(store.open());
            keys.addAll(sessions.openKeys());
        }
        List<UUID> some = new ArrayList<>(KEYS_A_READ);
        for (UUID key : keys) {
            some.add(key);
            if (some.size() == KEYS_A_READ) {
                sessions.committed(store.byKeys(some));
                some.clear();
            }
        }
        if (!some.isEmpty()) sessions.committed(store.byKeys(some));
        read.putAll(seen);
        read.keySet().removeIf(writer -> !seen.containsKey(writer) && read.size() > 1_000);
    }

    @Scheduled(fixedDelay = 30_000)
    void forget() {
        try {
            Instant before = clock.instant().minus(KEPT);
            store.forgetChanges(before);
        } catch (DataAccessException e) {
            log.debug("old change notes stay for now: {}", e.toString());
        }
    }
}
