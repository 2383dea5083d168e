package io.flexaaa.server.session;

import io.flexaaa.server.session.store.SessionWriteStore;

import org.springframework.stereotype.Service;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The sessions on disk, for accounting, which folds reports into them within a transaction of its
 * own and tells {@link LiveSessions} once that is committed.
 */
@Service
public class SessionJournal {

    private final SessionWriteStore store;

    SessionJournal(SessionWriteStore store) {
        this.store = store;
    }

    /** The stored sessions among these, locked until the transaction ends. */
    public Map<UUID, SessionRow> lock(Collection<UUID> keys) {
        return store.lock(keys);
    }

    /** Inserts or updates; returns the rows with their ids. */
    public List<SessionRow> upsert(Collection<SessionRow> rows) {
        return store.upsert(rows);
    }

    /** Ends everything a restarted NAS had; returns what was ended. */
    public List<SessionRow> closeAll(long nasId, String nasAddress, Instant at, String cause) {
        return store.closeAll(nasId, nasAddress, at, cause);
    }
}
