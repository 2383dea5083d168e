package io.flexaaa.server.dynauth.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.util.List;

/** Rows of session_grant. */
@Repository
public class GrantStore {
    private final JdbcTemplate jdbc;

    GrantStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Encoded attributes; null where that look-up was never answered. */
    public record Row(
            long sessionId,
            byte @Nullable [] peer,
            byte @Nullable [] group,
            byte @Nullable [] changed) {}

    /** A new accept replaces what earlier CoAs changed: the hub applied it afresh. */
    public void write(List<Row> rows) {
        if (rows.isEmpty()) return;
        jdbc.batchUpdate(
                """
                insert into session_grant (session_id, peer_attributes, group_attributes) values (?, ?, ?)
                on conflict (session_id) do update set peer_attributes = excluded.peer_attributes,
                    group_attributes = excluded.group_attributes, changed_attributes = null, at = now()
                """,
                rows,
                500,
                (statement, row) -> {
                    statement.setLong(1, row.sessionId());
                    statement.setBytes(2, row.peer());
                    statement.setBytes(3, row.group());
                });
    }

    public void changed(long sessionId, byte @Nullable [] changed) {
        jdbc.update(
                """
                insert into session_grant (session_id, changed_attributes) values (?, ?)
                on conflict (session_id) do update
                set changed_attributes = excluded.changed_attributes, at = now()
                """,
                sessionId,
                changed);
    }

    public @Nullable Row find(long sessionId) {
        return jdbc
                .query(
                        "select session_id, peer_attributes, group_attributes, changed_attributes"
                                + " from session_grant where session_id = ?",
                        (rs, n) ->
                                new Row(
                                        rs.getLong(1),
                                        rs.getBytes(2),
                                        rs.getBytes(3),
                                        rs.getBytes(4)),
                        sessionId)
                .stream()
                .findFirst()
                .orElse(null);
    }

    public void delete(List<Long> sessionIds) {
        if (sessionIds.isEmpty()) return;
        jdbc.update(
                "delete from session_grant where session_id = any (?)",
                new Object[] {sessionIds.toArray(Long[]::new)});
    }
}
