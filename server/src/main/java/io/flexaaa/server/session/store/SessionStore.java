package io.flexaaa.server.session.store;

import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionReport;
import io.flexaaa.server.session.SessionRow;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads acct_session and acct_event; marks sessions stale. */
@Repository
public class SessionStore {

    private static final String SELECT = "select " + SessionRows.COLUMNS + " from acct_session ";

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
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id)
                .query((row, i) -> SessionRows.map(row))
                .optional();
    }

    public Optional<SessionRow> findByAudit(String auditSessionId) {
        return jdbc.sql(SELECT + "where audit_session_id = :audit order by id desc limit 1")
                .param("audit", auditSessionId)
                .query((row, i) -> SessionRows.map(row))
                .optional();
    }

    public List<SessionRow> search(SessionQuery query, int limit) {
        return jdbc.sql(
                        SELECT
                                + """
                                where id < :after
                                  and (:state::text is null or state = :state)
                                  and (:peer::text is null or peer_name = :peer)
                                  and (:like::text is null or lower(peer_name) like :like or lower(user_name) like :like
                                       or host(framed_ip) like :like or calling_station_id like :like
                                       or lower(audit_session_id) like :like or lower(acct_session_id) like :like)
                                order by id desc
                                limit :limit\
                                """)
                .param("after", query.page().afterId())
                .param("state", query.state() == null ? null : query.state().text())
                .param("peer", query.peer())
                .param("like", query.page().like())
                .param("limit", limit)
                .query((row, i) -> SessionRows.map(row))
                .list();
    }

    /** The newest 500 reports, oldest first. */
    public List<SessionReport> reports(UUID key) {
        return jdbc.sql(
                        """
                        select * from (select * from acct_event where session_key = :key
                                        order by at desc, session_seconds desc limit 500) newest
                         order by at, session_seconds, status\
                        """)
                .param("key", key)
                .query((row, i) ->
                        new SessionReport(
                                row.getTimestamp("at").toInstant(),
                                status(row.getInt("status")),
                                row.getLong("session_seconds"),
                                row.getBigDecimal("rx_bytes").toBigInteger(),
                                row.getBigDecimal("tx_bytes").toBigInteger()))
                .list();
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
