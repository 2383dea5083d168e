package io.flexaaa.server.authlog.store;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.TraceStep;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.lang.management.ManagementFactory;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    private static final String INSERT =
            """
            insert into decision (at, instance, result, kind, user_name, nas_id, nas_name, nas_address, reason, sentence,
                latency_micros, calling_station_id, audit_session_id, trace, nearest)
            select at, instance, result, kind, un, ni, nn, na, reason, sentence, lat, csi, aud, trace,
                   string_to_array(nearest, E'\\n')
              from unnest(?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::inet[],
                  ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::jsonb[], ?::text[])
                with ordinality as x (at, instance, result, kind, un, ni, nn, na, reason, sentence, lat, csi, aud, trace,
                    nearest, n)
             order by n
            returning id\
            """;

    private static final List<Function<Decision, @Nullable Object>> INSERTED =
            List.of(
                    Decision::at,
                    d -> INSTANCE,
                    d -> d.result().text(),
                    Decision::kind,
                    d -> clean(d.peer()),
                    Decision::nasId,
                    Decision::nas,
                    Decision::nasAddress,
                    Decision::reason,
                    d -> clean(d.sentence()),
                    Decision::latencyMicros,
                    d -> clean(d.callingStationId()),
                    d -> clean(d.auditSessionId()),
                    d -> JSON.writeValueAsString(d.trace()).replace("\\u0000", "\\u2400"),
                    d -> clean(String.join("\n", d.nearest())));

    /**
     * Stores a batch in one statement, for one row each costs a round trip each, and returns it
     * with its ids.
     */
    public List<Decision> insert(List<Decision> batch) {
        List<Long> ids = new ArrayList<>(batch.size());
        template.query(
                connection -> filled(connection, batch),
                (ResultSet row) -> {
                    ids.add(row.getLong(1));
                });
        List<Decision> stored = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) stored.add(batch.get(i).withId(ids.get(i)));
        return stored;
    }

    private static PreparedStatement filled(Connection connection, List<Decision> batch)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(INSERT);
        for (int c = 0; c < INSERTED.size(); c++) {
            @Nullable String[] values = new @Nullable String[batch.size()];
            for (int r = 0; r < values.length; r++) {
                Object value = INSERTED.get(c).apply(batch.get(r));
                values[r] = value == null ? null : value.toString();
            }
            statement.setArray(c + 1, connection.createArrayOf("text", values));
        }
        return statement;
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
                                  and (:from::timestamptz is null or at >= :from::timestamptz)
                                  and (:to::timestamptz is null or at < :to::timestamptz)
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
                .param("from", query.from() == null ? null : Timestamp.from(query.from()))
                .param("to", query.to() == null ? null : Timestamp.from(query.to()))
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
