package io.flexaaa.server.identity;

import io.flexaaa.server.identity.store.PeerActivityStore;
import io.flexaaa.server.identity.store.PeerActivityStore.Activity;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes when peers were seen and their PSKs used; writes it every few seconds, last one wins. */
@Component
public class ActivityBook {

    private static final Logger log = LoggerFactory.getLogger(ActivityBook.class);

    private final PeerActivityStore store;
    private final Map<Long, Seen> noted = new ConcurrentHashMap<>();

    private static final class Seen {
        volatile long seenMs;
        volatile long pskMs;
    }

    ActivityBook(PeerActivityStore store) {
        this.store = store;
    }

    /** Lock-free; called for every answered look-up. */
    public void seen(long peerId, long nowMs, boolean pskHandedOut) {
        Seen entry = noted.get(peerId);
        if (entry == null) entry = noted.computeIfAbsent(peerId, id -> new Seen());
        entry.seenMs = nowMs;
        if (pskHandedOut) entry.pskMs = nowMs;
    }

    @Scheduled(fixedDelay = 2_000)
    void write() {
        Map<Long, Activity> batch = new HashMap<>();
        for (Map.Entry<Long, Seen> entry : noted.entrySet()) {
            // Removed before it is read: a note made in between starts a new entry, none is lost.
            if (!noted.remove(entry.getKey(), entry.getValue())) continue;
            Seen seen = entry.getValue();
            batch.put(entry.getKey(), new Activity(at(seen.seenMs), at(seen.pskMs)));
        }
        try {
            store.record(batch);
        } catch (DataAccessException e) {
            // Nothing that a later look-up does not repeat.
            log.warn("last seen of {} peers not stored: {}", batch.size(), e.getMessage());
        }
    }

    private static @Nullable Instant at(long ms) {
        return ms == 0 ? null : Instant.ofEpochMilli(ms);
    }
}
