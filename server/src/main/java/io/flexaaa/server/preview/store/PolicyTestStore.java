package io.flexaaa.server.preview.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of policy_test; few, read whole at each save. */
@Repository
public class PolicyTestStore {
    private static final String COLUMNS =
            "select id, name, definition, version, created_at, updated_at from policy_test";

    private final JdbcTemplate jdbc;

    @PersistenceContext private @Nullable EntityManager entities;

    PolicyTestStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** {@code definition} is JSON. */
    public record Row(
            long id,
            String name,
            String definition,
            long version,
            Instant createdAt,
            Instant updatedAt) {}

    /** What JPA has not sent yet, such as deletions: JDBC would not see it. */
    public void flush() {
        if (entities != null) entities.flush();
    }

    public List<Row> all() {
        return rows(COLUMNS + " order by name");
    }

    public Optional<Row> find(String name) {
        return rows(COLUMNS + " where name = ?", name).stream().findFirst();
    }

    private List<Row> rows(String sql, Object... arguments) {
        return jdbc.query(
                sql,
                (row, i) ->
                        new Row(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getTimestamp(5).toInstant(),
                                row.getTimestamp(6).toInstant()),
                arguments);
    }

    public void put(String name, String peer, String definition, Instant now) {
        jdbc.update(
                """
                insert into policy_test (name, peer, definition, created_at, updated_at) values (?, ?, ?, ?, ?)
                on conflict (name) do update
                   set peer = excluded.peer, definition = excluded.definition, updated_at = excluded.updated_at,
                       version = policy_test.version + 1\
                """,
                name,
                peer,
                definition,
                Timestamp.from(now),
                Timestamp.from(now));
    }

    public boolean delete(String name) {
        return jdbc.update("delete from policy_test where name = ?", name) > 0;
    }
}
