package io.flexaaa.server.nas.store;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table nas_activity: when a client was last heard. */
@Repository
public class NasActivityStore {

    private final JdbcClient jdbc;

    NasActivityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Map<Long, Instant> lastPacketAt(Collection<Long> nasIds) {
        Map<Long, Instant> found = new HashMap<>();
        if (nasIds.isEmpty()) return found;
        jdbc.sql("select nas_id, last_packet_at from nas_activity where nas_id in (:ids)")
                .param("ids", List.copyOf(nasIds))
                .query(row -> {
                    found.put(row.getLong(1), row.getTimestamp(2).toInstant());
                });
        return found;
    }

    public void heard(Map<Long, Instant> byNas) {
        byNas.forEach((nas, at) ->
                jdbc.sql(
                                """
                                insert into nas_activity (nas_id, last_packet_at)
                                select id, :at from nas_client where id = :nas
                                on conflict (nas_id) do update
                                set last_packet_at = greatest(nas_activity.last_packet_at, excluded.last_packet_at)\
                                """)
                        .param("nas", nas)
                        .param("at", Timestamp.from(at))
                        .update());
    }
}
