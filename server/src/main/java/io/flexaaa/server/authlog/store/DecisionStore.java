package io.flexaaa.server.authlog.store;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.TraceStep;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.lang.management.ManagementFactory;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Table decision. */
@Repository
public class DecisionStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String INSTANCE = ManagementFactory.getRuntimeMXBean().getName();
    private static final String COLUMNS =
            "id, at, result, kind, user_name, nas_id, nas_name, host(nas_address), reason,"
                + " sentence, latency_micros, calling_station_id, audit_session_id, trace, nearest";

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    DecisionStore(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /** Stores a batch in one round trip and returns it with its ids. */
    public List<Decision> insert(List<Decision> batch) {
        KeyHolder keys = new GeneratedKeyHolder();
        template.batchUpdate(
                connection ->
                        connection.prepareStatement(
                                """
                                insert into decision (at, instance, result, kind, user_name, nas_id, nas_name,
                                    nas_address, reason, sentence, latency_micros, calling_station_id,
                                    audit_session_id, trace, nearest)
                                values (?, ?, ?, ?, ?, ?, ?, ?::inet, ?, ?, ?, ?, ?, ?::jsonb, ?)\
                                """,
                                new String[] {"id"}),
                new org.springframework.jdbc.core.BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(PreparedStatement row, int i) throws SQLException {
                        set(row, batch.get(i));
                    }

                    @Override
                    public int getBatchSize() {
                        return batch.size();
                    }
                },
                keys);
        List<Decision> stored = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Object id = keys.getKeyList().get(i).get("id");
            stored.add(batch.get(i).withId(id instanceof Number n ? n.longValue() : 0));
        }
        return stored;
    }

    private static void set(PreparedStatement row, Decision d) throws SQLException {
        row.setTimestamp(1, Timestamp.from(d.at()));
        row.setString(2, INSTANCE);
        row.setString(3, d.result().text());
        row.setString(4, d.kind());
        row.setString(5, clean(d.peer()));
        row.setObject(6, d.nasId(), Types.BIGINT);
        row.setString(7, d.nas());
        row.setString(8, d.nasAddress());
        row.setString(9, d.reason());
        row.setString(10, clean(d.sentence()));
        row.setLong(11, d.latencyMicros());
        row.setString(12, clean(d.callingStationId()));
        row.setString(13, clean(d.auditSessionId()));
        row.setString(14, JSON.writeValueAsString(d.trace()).replace("\\u0000", "\\u2400"));
        row.setArray(15, row.getConnection().createArrayOf("text", d.nearest().toArray()));
    }

    /** PostgreSQL text holds no NUL; the network may send one. U+2400 is its picture. */
    private static @Nullable String clean(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\u2400');
    }

    public List<Decision> search(DecisionQuery query, int limit) {
        String like = query.page().like();
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                 from decision
                                where id < :after
                                  and (:result::text is null or result = :result)
                                  and (:peer::text is null or user_name = :peer)
                                  and (:nas::text is null or nas_name = :nas)
                                  and (:reason::text is null or reason = :reason)
                                  and (:audit::text is null or audit_session_id = :audit)
                                  and (:like::text is null or lower(user_name) like :like or lower(sentence) like :like)
                                order by id desc
                                limit :limit\
                                """)
                .param("after", query.page().afterId())
                .param("result", query.result() == null ? null : query.result().text())
                .param("peer", query.peer())
                .param("nas", query.nas())
                .param("reason", query.reason())
                .param("audit", query.auditSessionId())
                .param("like", like)
                .param("limit", limit)
                .query((row, i) -> map(row))
                .list();
    }

    public Optional<Decision> find(long id) {
        return jdbc.sql("select " + COLUMNS + " from decision where id = :id")
                .param("id", id)
                .query((row, i) -> map(row))
                .optional();
    }

    /** In slices, so that no transaction is long. */
    public void deleteBefore(Instant time) {
        int gone;
        do {
            gone =
                    jdbc.sql(
                                    "delete from decision where id in (select id from decision"
                                            + " where at < :time order by id limit 10000)")
                            .param("time", Timestamp.from(time))
                            .update();
        } while (gone == 10_000);
    }

    private static Decision map(ResultSet row) throws SQLException {
        Array nearest = row.getArray(15);
        long nasId = row.getLong(6);
        boolean noNas = row.wasNull();
        return new Decision(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                DecisionResult.of(row.getString(3)),
                row.getString(5),
                noNas ? null : nasId,
                row.getString(7),
                row.getString(8),
                row.getString(4),
                row.getString(9),
                row.getString(10),
                row.getLong(11),
                row.getString(12),
                row.getString(13),
                JSON.readValue(row.getString(14), new TypeReference<List<TraceStep>>() {}),
                List.of((String[]) nearest.getArray()));
    }
}
