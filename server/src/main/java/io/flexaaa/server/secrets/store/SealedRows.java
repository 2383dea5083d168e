package io.flexaaa.server.secrets.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every sealed column of the database, found by its name, and the state of the rotation. */
@Repository
public class SealedRows {
    // seal = format (1), key id (4), ...: see SecretBox.
    private static final String KEY_ID = "substring(%s from 2 for 4)";
    private final JdbcClient jdbc;

    SealedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A column {@code *_sealed} of type bytea.
     *
     * @param key the bigint column that is the table's primary key
     */
    public record Column(String table, String name, String key) {}

    public record Row(long id, byte[] sealed) {}

    /**
     * @param problem the last row that could not be re-sealed, in words
     */
    public record Rotation(
            String targetKey,
            String startedBy,
            Instant startedAt,
            @Nullable Instant finishedAt,
            long total,
            long done,
            long failed,
            @Nullable String problem) {}

    public List<Column> columns() {
        return jdbc.sql(
                        """
                        select t.relname, a.attname, k.attname
                          from pg_attribute a
                          join pg_class t on t.oid = a.attrelid and t.relkind = 'r'
                          join pg_index i on i.indrelid = t.oid and i.indisprimary and i.indnkeyatts = 1
                          join pg_attribute k on k.attrelid = t.oid and k.attnum = i.indkey[0]
                               and k.atttypid = 'bigint'::regtype
                         where t.relnamespace = current_schema()::regnamespace and not a.attisdropped
                           and a.atttypid = 'bytea'::regtype and a.attname like '%\\_sealed'
                         order by 1, 2
                        """)
                .query((rs, n) -> new Column(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list();
    }

    /** How many values each key has sealed, by key id. */
    public Map<Integer, Long> sealedByKey(Column column) {
        Map<Integer, Long> counts = new HashMap<>();
        jdbc.sql(
                        "select %1$s k, count(*) from %2$s where %3$s is not null group by 1"
                                .formatted(keyId(column), column.table(), column.name()))
                .query(rs -> {
                    byte[] id = rs.getBytes(1);
                    counts.merge(
                            id.length < 4 ? 0 : java.nio.ByteBuffer.wrap(id).getInt(),
                            rs.getLong(2),
                            Long::sum);
                });
        return counts;
    }

    /** Rows that another key has sealed, by id. */
    public List<Row> notSealedWith(byte[] keyId, Column column, long afterId, int most) {
        return jdbc.sql(
                        """
                        select %4$s, %3$s from %2$s
                         where %3$s is not null and %1$s <> :key and %4$s > :after
                         order by %4$s limit :most
                        """
                                .formatted(
                                        keyId(column), column.table(), column.name(), column.key()))
                .param("key", keyId)
                .param("after", afterId)
                .param("most", most)
                .query((rs, n) -> new Row(rs.getLong(1), rs.getBytes(2)))
                .list();
    }

    /**
     * Replaces what is still as it was read: a secret that somebody set in between wins. One
     * statement, so that the change log has one entry.
     *
     * @return how many were replaced
     */
    public int replace(Column column, List<Row> before, List<Row> after) {
        return jdbc.sql(
                        """
                        update %1$s t set %2$s = n.fresh
                          from unnest(:ids::bigint[], :olds::bytea[], :fresh::bytea[]) n (id, old, fresh)
                         where t.%3$s = n.id and t.%2$s = n.old
                        """
                                .formatted(column.table(), column.name(), column.key()))
                .param("ids", before.stream().map(Row::id).toArray(Long[]::new))
                .param("olds", before.stream().map(Row::sealed).toArray(byte[][]::new))
                .param("fresh", after.stream().map(Row::sealed).toArray(byte[][]::new))
                .update();
    }

    public void begin(String targetKey, String by, Instant now, long total) {
        jdbc.sql(
                        """
                        insert into key_rotation (one, target_key, started_by, started_at, total)
                        values (true, :key, :by, :now, :total)
                        on conflict (one) do update set target_key = :key, started_by = :by,
                            started_at = :now, finished_at = null, total = :total, done = 0,
                            failed = 0, problem = null
                        """)
                .param("key", targetKey)
                .param("by", by)
                .param("now", utc(now))
                .param("total", total)
                .update();
    }

    public void progress(long done, long failed, @Nullable String problem) {
        jdbc.sql(
                        "update key_rotation set done = done + :done, failed = failed + :failed,"
                                + " problem = coalesce(:problem, problem)")
                .param("done", done)
                .param("failed", failed)
                .param("problem", problem)
                .update();
    }

    public void finish(Instant now) {
        jdbc.sql("update key_rotation set finished_at = :now").param("now", utc(now)).update();
    }

    public @Nullable Rotation rotation() {
        return jdbc.sql("select * from key_rotation")
                .query((rs, n) -> rotation(rs))
                .optional()
                .orElse(null);
    }

    private static Rotation rotation(ResultSet rs) throws SQLException {
        OffsetDateTime finished = rs.getObject("finished_at", OffsetDateTime.class);
        return new Rotation(
                rs.getString("target_key"),
                rs.getString("started_by"),
                rs.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant(),
                rs.getLong("total"),
                rs.getLong("done"),
                rs.getLong("failed"),
                rs.getString("problem"));
    }

    private static String keyId(Column column) {
        return KEY_ID.formatted(column.name());
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
