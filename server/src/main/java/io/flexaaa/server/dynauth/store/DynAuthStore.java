package io.flexaaa.server.dynauth.store;

import io.flexaaa.server.dynauth.DynAuthKind;
import io.flexaaa.server.dynauth.DynAuthOutcome;
import io.flexaaa.server.dynauth.DynAuthResult;
import io.flexaaa.server.session.Session;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** The log of dynamic-authorization exchanges. */
@Repository
public class DynAuthStore {
    private final JdbcClient jdbc;

    DynAuthStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What NAS-IP-Address the NAS wrote in this session's accounting. */
    public Optional<String> nasIpAddress(long sessionId) {
        return jdbc.sql(
                        "select host(nas_ip_address) from acct_session_all"
                                + " where id = :id and nas_ip_address is not null")
                .param("id", sessionId)
                .query(String.class)
                .optional();
    }

    /**
     * @param request JSON of what was asked, without secrets
     * @return the row's id
     */
    public long insert(DynAuthResult result, Session session, int port, String request) {
        return jdbc.sql(
                        """
                        insert into dynauth_log (at, kind, session_id, audit_session_id, user_name,
                            nas_id, nas_name, nas_address, port, request, outcome, error_cause,
                            attempts, round_trip_millis, confirmed, confirmed_after_millis, message,
                            actor, identified_by)
                        values (:at, :kind, :session, :audit, :user, :nasId, :nas, :address::inet,
                            :port, :request::jsonb, :outcome, :cause, :attempts, :roundTrip,
                            :confirmed, :confirmedAfter, :message, :actor, :by)
                        returning id
                        """)
                .param("at", OffsetDateTime.ofInstant(result.at(), ZoneOffset.UTC))
                .param("kind", result.kind().text())
                .param("session", session.id())
                .param("audit", session.auditSessionId())
                .param("user", session.userName())
                .param("nasId", session.nasId())
                .param("nas", session.nas())
                .param("address", session.nasAddress())
                .param("port", port)
                .param("request", request)
                .param("outcome", result.outcome().text())
                .param("cause", result.errorCause() == null ? null : result.errorCause().code())
                .param("attempts", result.attempts())
                .param("roundTrip", result.roundTripMillis())
                .param("confirmed", result.confirmed())
                .param("confirmedAfter", result.confirmedAfterMillis())
                .param("message", result.message())
                .param("actor", result.actor())
                .param("by", result.identifiedBy())
                .query(Long.class)
                .single();
    }

    /** A report of the session came after the CoA was acknowledged. */
    public void confirm(long id, long afterMillis, String message) {
        jdbc.sql(
                        """
                        update dynauth_log set confirmed = true, confirmed_after_millis = :after,
                            message = message || :message
                        where id = :id
                        """)
                .param("id", id)
                .param("after", afterMillis)
                .param("message", message)
                .update();
    }

    /** The session ended instead of living on with the change. */
    public void endedInstead(long id, String message) {
        jdbc.sql("update dynauth_log set message = message || :message where id = :id")
                .param("id", id)
                .param("message", message)
                .update();
    }

    /** Newest first, below id {@code after}. */
    public List<DynAuthResult> find(
            @Nullable Long sessionId, long after, int limit, IntFunction<String> causeName) {
        return jdbc.sql(
                        """
                        select * from dynauth_log
                        where id < :after and (:session::bigint is null or session_id = :session)
                        order by id desc limit :limit
                        """)
                .param("after", after)
                .param("session", sessionId)
                .param("limit", limit)
                .query((rs, n) -> row(rs, causeName))
                .list();
    }

    /** Exchanges since then that the NAS refused or did not answer. */
    public long failuresSince(Instant since) {
        return jdbc.sql("select count(*) from dynauth_log where at >= :since and outcome <> 'ack'")
                .param("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private static DynAuthResult row(ResultSet rs, IntFunction<String> causeName)
            throws SQLException {
        Long cause = number(rs, "error_cause");
        return new DynAuthResult(
                rs.getLong("id"),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                DynAuthKind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                number(rs, "session_id"),
                rs.getString("audit_session_id"),
                rs.getString("user_name"),
                rs.getString("nas_name"),
                DynAuthOutcome.valueOf(rs.getString("outcome").toUpperCase(Locale.ROOT)),
                cause == null
                        ? null
                        : new DynAuthResult.Cause(
                                cause.intValue(), causeName.apply(cause.intValue())),
                rs.getString("identified_by"),
                rs.getInt("attempts"),
                number(rs, "round_trip_millis"),
                rs.getBoolean("confirmed"),
                number(rs, "confirmed_after_millis"),
                rs.getString("message"),
                rs.getString("actor"));
    }

    private static @Nullable Long number(ResultSet rs, String column) throws SQLException {
        long value = rs.getLong(column);
        return rs.wasNull() ? null : value;
    }
}
