package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.dynauth.store.GrantStore;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.SessionsChanged;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each live session was given: the attributes of its last Access-Accepts and of the CoAs
 * since. In memory they are the snapshot's own objects; a row is written once a session reports, so
 * that look-ups that come to nothing cost nothing and a restart loses nothing.
 */
@Component
class Grants {
    private static final Logger log = LoggerFactory.getLogger(Grants.class);
    private final SessionOrigins origins;
    private final GrantStore store;
    private final Map<Long, SessionOrigins.Origin> stored = new HashMap<>();
    private Map<Long, SessionOrigins.Origin> write = new HashMap<>();
    private List<Long> delete = new ArrayList<>();

    Grants(SessionOrigins origins, GrantStore store) {
        this.origins = origins;
        this.store = store;
    }

    /**
     * @param changed by CoA since the accept
     */
    record Given(
            @Nullable Attributes peer, @Nullable Attributes group, @Nullable Attributes changed) {
        static final Given UNKNOWN = new Given(null, null, null);
    }

    /** Called by accounting's writer: notes what to write, waits for nothing. */
    @EventListener
    synchronized void reported(SessionsChanged event) {
        for (Session session : event.sessions()) {
            if (session.state() == SessionState.ENDED) {
                write.remove(session.id());
                stored.remove(session.id());
                delete.add(session.id());
                continue;
            }
            SessionOrigins.Origin origin = origins.find(session.auditSessionId());
            if (origin == null || origin.equals(stored.get(session.id()))) continue;
            stored.put(session.id(), origin);
            write.put(session.id(), origin);
        }
    }

    @Scheduled(fixedDelay = 500)
    void flush() {
        Map<Long, SessionOrigins.Origin> writes;
        List<Long> deletes;
        synchronized (this) {
            writes = write;
            deletes = delete;
            write = new HashMap<>();
            delete = new ArrayList<>();
        }
        if (writes.isEmpty() && deletes.isEmpty()) return;
        try {
            store.write(
                    writes.entrySet().stream()
                            .map(e ->
                                    new GrantStore.Row(
                                            e.getKey(),
                                            GrantCodec.encode(e.getValue().peerAttributes()),
                                            GrantCodec.encode(e.getValue().groupAttributes()),
                                            null))
                            .toList());
            store.delete(deletes);
        } catch (DataAccessException e) {
            log.warn(
                    "what {} sessions were given is not stored yet: {}",
                    writes.size(),
                    e.toString());
            synchronized (this) {
                writes.forEach(write::putIfAbsent);
                delete.addAll(deletes);
            }
        }
    }

    Given of(Session session) {
        GrantStore.Row row = store.find(session.id());
        SessionOrigins.Origin origin = origins.find(session.auditSessionId());
        Attributes changed = row == null ? null : GrantCodec.decode(row.changed());
        if (origin != null) {
            return new Given(origin.peerAttributes(), origin.groupAttributes(), changed);
        }
        if (row == null) return Given.UNKNOWN;
        return new Given(GrantCodec.decode(row.peer()), GrantCodec.decode(row.group()), changed);
    }

    /** A CoA with these attributes is in force. */
    void changed(Session session, Attributes change) {
        // An accept that waits to be written must not come after it and wipe it out.
        flush();
        GrantStore.Row row = store.find(session.id());
        Attributes before = row == null ? null : GrantCodec.decode(row.changed());
        store.changed(session.id(), GrantCodec.encode(GrantCodec.appended(before, change)));
    }
}
