package io.flexaaa.server.identity.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table peer_activity: last seen and last used, written in batches. */
@Repository
public class PeerActivityStore {

    private final JdbcClient jdbc;

    PeerActivityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** When a peer was last heard of, and when its PSK was last handed out. */
    public record Activity(@Nullable Instant lastSeenAt, @Nullable Instant pskLastUsedAt) {}

    public Map<Long, Activity> of(Collection<Long> peerIds) {
        Map<Long, Activity> found = new HashMap<>();
        if (peerIds.isEmpty()) return found;
        jdbc.sql(
                        "select peer_id, last_seen_at, psk_last_used_at from peer_activity"
                                + " where peer_id in (:ids)")
                .param("ids", List.copyOf(peerIds))
                .query(row -> {
                    found.put(row.getLong(1), new Activity(at(row, 2), at(row, 3)));
                });
        return found;
    }

    /** Later times win; peers deleted meanwhile are left out. */
    public void record(Map<Long, Activity> byPeer) {
        if (byPeer.isEmpty()) return;
        Long[] ids = byPeer.keySet().toArray(Long[]::new);
        @Nullable String[] seen = new @Nullable String[ids.length];
        @Nullable String[] used = new @Nullable String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Activity activity = byPeer.get(ids[i]);
            if (activity == null) continue;
            seen[i] = text(activity.lastSeenAt());
            used[i] = text(activity.pskLastUsedAt());
        }
        jdbc.sql(
                        """
                        insert into peer_activity (peer_id, last_seen_at, psk_last_used_at)
                        select p.id, a.seen, a.used
                          from unnest(?::bigint[], ?::timestamptz[], ?::timestamptz[]) a (id, seen, used)
                          join peer p on p.id = a.id
                         order by p.id
                        on conflict (peer_id) do update set
                            last_seen_at = greatest(peer_activity.last_seen_at, excluded.last_seen_at),
                            psk_last_used_at = greatest(peer_activity.psk_last_used_at, excluded.psk_last_used_at)\
                        """)
                .params(ids, seen, used)
                .update();
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable Instant at(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
