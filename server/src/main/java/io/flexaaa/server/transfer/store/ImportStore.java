package io.flexaaa.server.transfer.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Imports and what each replaced. */
@Repository
public class ImportStore {
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    @PersistenceContext private @Nullable EntityManager entities;

    ImportStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * @param undoneAt null while it can be undone
     */
    public record Run(
            long id,
            Instant at,
            String by,
            String format,
            boolean atomic,
            int created,
            int changed,
            int same,
            int failed,
            @Nullable Instant undoneAt) {}

    /**
     * @param before sealed JSON of the write that was replaced; null when the thing was new
     */
    public record Replaced(
            long id, String kind, String name, byte @Nullable [] before, long afterVersion) {}

    public long begin(Instant at, String by, String format, boolean atomic) {
        return jdbc.sql(
                        """
                        insert into import_run (at, by_name, format, atomic, created, changed, same, failed)
                        values (:at, :by, :format, :atomic, 0, 0, 0, 0) returning id
                        """)
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("by", by)
                .param("format", format)
                .param("atomic", atomic)
                .query(Long.class)
                .single();
    }

    public void end(long id, int created, int changed, int same, int failed) {
        jdbc.sql(
                        "update import_run set created = :created, changed = :changed,"
                                + " same = :same, failed = :failed where id = :id")
                .param("created", created)
                .param("changed", changed)
                .param("same", same)
                .param("failed", failed)
                .param("id", id)
                .update();
    }

    public void discard(long id) {
        jdbc.sql("delete from import_run where id = :id").param("id", id).update();
    }

    /** Ids for rows to come: the id is part of what seals the row. */
    public List<Long> ids(int count) {
        return jdbc.sql(
                        "select nextval(pg_get_serial_sequence('import_row', 'id'))"
                                + " from generate_series(1, :n)")
                .param("n", count)
                .query((rs, n) -> rs.getLong(1))
                .list();
    }

    public void replaced(long importId, List<Replaced> rows) {
        int n = rows.size();
        Long[] ids = new Long[n];
        String[] kinds = new String[n];
        String[] names = new String[n];
        byte[][] before = new byte[n][];
        Long[] versions = new Long[n];
        for (int i = 0; i < n; i++) {
            Replaced row = rows.get(i);
            byte[] sealed = row.before();
            ids[i] = row.id();
            kinds[i] = row.kind();
            names[i] = row.name();
            before[i] = sealed == null ? new byte[0] : sealed;
            versions[i] = row.afterVersion();
        }
        batches.update(
                """
                insert into import_row (id, import_id, kind, name, before_sealed, after_version)
                select id, ?, kind, name, nullif(before, ''), version
                  from unnest(?::bigint[], ?::text[], ?::text[], ?::bytea[], ?::bigint[])
                       r (id, kind, name, before, version)\
                """,
                importId,
                ids,
                kinds,
                names,
                before,
                versions);
    }

    public List<Run> runs(long before, int most) {
        return jdbc.sql("select * from import_run where id < :before order by id desc limit :most")
                .param("before", before)
                .param("most", most)
                .query((rs, n) -> run(rs))
                .list();
    }

    /** Locked, so that two cannot undo it at once. */
    public Optional<Run> lock(long id) {
        return jdbc.sql("select * from import_run where id = :id for update")
                .param("id", id)
                .query((rs, n) -> run(rs))
                .optional();
    }

    /** What was last put comes first. */
    public List<Replaced> rows(long importId) {
        return jdbc.sql(
                        "select id, kind, name, before_sealed, after_version from import_row"
                                + " where import_id = :id order by id desc")
                .param("id", importId)
                .query((rs, n) ->
                        new Replaced(
                                rs.getLong(1),
                                rs.getString(2),
                                rs.getString(3),
                                rs.getBytes(4),
                                rs.getLong(5)))
                .list();
    }

    public void undone(long id, Instant at, String by) {
        jdbc.sql("update import_run set undone_at = :at, undone_by = :by where id = :id")
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("by", by)
                .param("id", id)
                .update();
    }

    // By hand: Spring offers savepoints of a JPA transaction only as nested transactions.

    public void savepoint() {
        batches.execute("savepoint import_row");
    }

    public void releaseSavepoint() {
        batches.execute("release savepoint import_row");
    }

    public void rollbackToSavepoint() {
        batches.execute("rollback to savepoint import_row");
        batches.execute("release savepoint import_row");
    }

    /** Lets go of what was read and written: with 10,000 objects each flush would look at all. */
    public void forgetEntities() {
        if (entities != null) entities.clear();
    }

    /**
     * Like {@link #forgetEntities} after writing what is still to be written, such as deletions.
     */
    public void writeAndForgetEntities() {
        if (entities == null) return;
        entities.flush();
        entities.clear();
    }

    private static Run run(java.sql.ResultSet rs) throws java.sql.SQLException {
        OffsetDateTime undone = rs.getObject("undone_at", OffsetDateTime.class);
        return new Run(
                rs.getLong("id"),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                rs.getString("by_name"),
                rs.getString("format"),
                rs.getBoolean("atomic"),
                rs.getInt("created"),
                rs.getInt("changed"),
                rs.getInt("same"),
                rs.getInt("failed"),
                undone == null ? null : undone.toInstant());
    }
}
