package io.flexaaa.server.session;

import io.flexaaa.server.session.store.SessionWriteStore;

import org.jspecify.annotations.Nullable;
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
    private final LiveSessions sessions;

    SessionJournal(SessionWriteStore store, LiveSessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    /**
     * The session as this instance knows it, open or ended a moment ago. Another instance may have
     * written since: {@link #update} finds out.
     */
    public @Nullable SessionRow remembered(UUID key) {
        return sessions.remembered(key);
    }

    /** The stored sessions among these, locked until the transaction ends. */
    public Map<UUID, SessionRow> lock(Collection<UUID> keys) {
        return store.lock(keys);
    }

    /** So many ids, of no order between instances. */
    public SessionIds ids() {
        return store.ids();
    }

    /** New rows, with their ids. Fails as a whole if one is there already. */
    public void insert(List<SessionRow> rows) {
        store.insert(rows);
    }

    /**
     * Writes rows whose {@code rev} is one more than what they were made from.
     *
     * @param whole whether more than counters, times and the end are different
     * @return false if a row has changed meanwhile: then nothing may be committed
     */
    public boolean update(List<SessionRow> rows, boolean whole) {
        return store.update(rows, whole) == rows.size();
    }

    /** Notes for the other instances which sessions a batch changed. */
    public void changed(String writer, long seq, Collection<UUID> keys) {
        store.changed(writer, seq, keys);
    }

    /** Ends everything a restarted NAS had; returns what was ended. */
    public List<SessionRow> closeAll(long nasId, String nasAddress, Instant at, String cause) {
        return store.closeAll(nasId, nasAddress, at, cause);
    }

    /** Moves what ended before that time to the history; returns how many. */
    public int settle(Instant endedBefore, int limit) {
        return store.settle(endedBefore, limit);
    }
}
