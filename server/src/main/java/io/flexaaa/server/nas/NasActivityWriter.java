package io.flexaaa.server.nas;

import io.flexaaa.server.nas.store.NasActivityStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Stores when each RADIUS client was last heard, if that changed. */
@Component
class NasActivityWriter {

    private static final Logger log = LoggerFactory.getLogger(NasActivityWriter.class);

    private final NasCounterBook book;
    private final NasActivityStore store;
    private final Map<Long, Instant> stored = new HashMap<>();

    NasActivityWriter(NasCounterBook book, NasActivityStore store) {
        this.book = book;
        this.store = store;
    }

    @Scheduled(fixedDelay = 5_000)
    void write() {
        Map<Long, Instant> heard = book.lastPackets();
        heard.entrySet().removeIf(e -> e.getValue().equals(stored.get(e.getKey())));
        if (heard.isEmpty()) return;
        try {
            store.heard(heard);
            stored.putAll(heard);
        } catch (DataAccessException e) {
            log.warn("last packet of {} NAS not stored: {}", heard.size(), e.getMessage());
        }
    }
}
