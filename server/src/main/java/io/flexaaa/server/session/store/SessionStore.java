package io.flexaaa.server.session.store;

import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionReport;
import io.flexaaa.server.session.SessionRow;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads acct_session and acct_event; marks sessions stale. */
@Repository
public class SessionStore {

    private static final String SELECT = "select " + SessionRows.COLUMNS + " from acct_session ";
    private static final String SELECT_ALL =
            "select " + SessionRows.COLUMNS + " from acct_session_all ";

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    SessionStore(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    public List<SessionRow> open() {
        return template.query(
                SELECT + "where state <> 'ended' order by id", (row, i) -> SessionRows.map(row));
    }

    public Optional<SessionRow> find(long id) {
        return jdbc.sql(SELECT_ALL + "where id = :id")
                .param("id", id)
                .query((row, i) -> SessionRows.map(row))
                .optional();
    }

    /** One that has ended: those not ended are in memory. */
    public Optional<SessionRow> findByAudit(String auditSessionId) {
        return jdbc.sql(
                        SELECT_ALL
                                + "where state = 'ended' and audit_session_id = :audit order by id"
                                + " desc limit 1")
                .param("audit", auditSessionId)
                .query((row, i) -> SessionRows.map(row))
                .optional();
    }

    /** Those of these keys that are stored, open or ended. */
    public List<SessionRow> byKeys(Collection<UUID> keys) {
        return template.query(
                SELECT_ALL + "where session_key = any (?)",
                (row, i) -> SessionRows.map(row),
                (Object) keys.toArray(UUID[]::new));
    }

    public List<SessionRow> ended(SessionQuery query, int limit) {
        return jdbc.sql(
                        SELECT_ALL
                                + """
                                where id < :after and state = 'ended'
                                  and (:peer::text is null or peer_name = :peer)
                                  and (:group::text is null or group_name = :group)
                                  and (:nas::text is null or nas_name = :nas)
                                  and (:from::timestamptz is null or ended_at >= :from)
                                  and (:to::timestamptz is null or started_at < :to)
                                  and (:like::text is null or lower(peer_name) like :like or lower(user_name) like :like
                                       or lower(group_name) like :like or lower(nas_name) like :like
                                       or host(framed_ip) like :like or lower(framed_ipv6) like :like
                                       or lower(calling_station_id) like :like
                                       or lower(audit_session_id) like :like or lower(acct_session_id) like :like)
                                order by id desc
                                limit :limit\
                                """)
                .param("after", query.page().afterId())
                .param("peer", query.peer())
                .param("group", query.group())
                .param("nas", query.nas())
                .param("from", utc(query.from()))
                .param("to", utc(query.to()))
                .param("like", query.page().like())
                .param("limit", limit)
                .query((row, i) -> SessionRows.map(row))
                .list();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    /** The newest 500 reports, oldest first. A Start is kept in its session's row. */
    public List<SessionReport> reports(SessionRow session) {
        List<SessionReport> reports = new ArrayList<>();
        if (session.startSeen()) {
            reports.add(
                    new SessionReport(
                            session.startedAt(), "Start", 0, BigInteger.ZERO, BigInteger.ZERO));
        }
        reports.addAll(
                jdbc.sql(
                                """
                                select * from (select * from acct_event where session_id = :id
                                                order by at desc, session_seconds desc limit 500) newest
                                 order by at, session_seconds, status\
                                """)
                        .param("id", session.id())
                        .query((row, i) ->
                                new SessionReport(
                                        row.getTimestamp("at").toInstant(),
                                        status(row.getInt("status")),
                                        row.getLong("session_seconds"),
                                        row.getBigDecimal("rx_bytes").toBigInteger(),
                                        row.getBigDecimal("tx_bytes").toBigInteger()))
                        .list());
        return reports;
    }

    /** What a writer has noted: its first and its last number. */
    public record Written(String writer, long first, long last) {}

    public List<Written> writers(String butNotPrefix) {
        return template.query(
                "select writer, min(seq), max(seq) from acct_change where not starts_with(writer,"
                        + " ?) group by writer",
                (row, i) -> new Written(row.getString(1), row.getLong(2), row.getLong(3)),
                butNotPrefix);
    }

    public List<UUID> changedKeys(String writer, long after, long upTo) {
        return template.query(
                "select distinct unnest(keys) from acct_change where writer = ? and seq > ? and seq"
                        + " <= ?",
                (row, i) -> row.getObject(1, UUID.class),
                writer,
                after,
                upTo);
    }

    public void forgetChanges(Instant before) {
        template.update("delete from acct_change where at < ?", Timestamp.from(before));
    }

    public void markStale(Collection<Long> ids) {
        jdbc.sql("update acct_session set state = 'stale' where state = 'up' and id in (:ids)")
                .param("ids", List.copyOf(ids))
                .update();
    }

    private static String status(int value) {
        return switch (value) {
            case 1 -> "Start";
            case 2 -> "Stop";
            case 3 -> "Interim-Update";
            default -> "Acct-Status-Type " + value;
        };
    }
}
