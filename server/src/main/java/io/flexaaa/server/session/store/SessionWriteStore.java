package io.flexaaa.server.session.store;

import io.flexaaa.server.session.SessionRow;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Writes acct_session, a whole batch in one statement. The caller holds the transaction. */
@Repository
public class SessionWriteStore {

    private final JdbcTemplate jdbc;

    SessionWriteStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The stored sessions among these, locked until the transaction ends, in one order for all
     * instances.
     */
    public Map<UUID, SessionRow> lock(Collection<UUID> keys) {
        Map<UUID, SessionRow> found = new HashMap<>();
        jdbc.query(
                "select "
                        + SessionRows.COLUMNS
                        + " from acct_session where session_key = any (?) order by session_key for"
                        + " update",
                row -> {
                    SessionRow session = SessionRows.map(row);
                    found.put(session.key(), session);
                },
                (Object) keys.toArray(UUID[]::new));
        return found;
    }

    // A session that another instance inserted since the look is merged, not overwritten.
    private static final String UPSERT =
            """
            insert into acct_session as s (session_key, state, nas_id, nas_name, nas_address, nas_ip_address,
                nas_identifier, nas_port, interface_name, acct_session_id, audit_session_id, user_name, peer_name,
                group_name, framed_ip, framed_ipv6, calling_station_id, auth_method, phase1_id, class_value,
                started_at, start_seen, last_report_at, ended_at, session_seconds, rx_bytes, tx_bytes, rx_packets,
                tx_packets, interim_seconds, terminate_cause, flags)
            select k, st, ni, nn, na, nip, nid, np, ifn, asi, aud, un, pn, gn, fip, fip6, csi, am, p1, decode(cv, 'hex'),
                   sa, ss, lr, ea, sec, rxb, txb, rxp, txp, ints, tc, string_to_array(fl, E'\\n')
              from unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::inet[], ?::inet[], ?::text[], ?::bigint[],
                  ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::inet[], ?::text[], ?::text[],
                  ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::boolean[], ?::timestamptz[],
                  ?::timestamptz[], ?::bigint[], ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[], ?::integer[],
                  ?::text[], ?::text[])
                as x (k, st, ni, nn, na, nip, nid, np, ifn, asi, aud, un, pn, gn, fip, fip6, csi, am, p1, cv, sa, ss,
                    lr, ea, sec, rxb, txb, rxp, txp, ints, tc, fl)
            on conflict (session_key) do update set
                state = case when s.state = 'ended' then s.state else excluded.state end,
                group_name = excluded.group_name, framed_ip = excluded.framed_ip, framed_ipv6 = excluded.framed_ipv6,
                calling_station_id = excluded.calling_station_id, auth_method = excluded.auth_method,
                phase1_id = excluded.phase1_id, class_value = excluded.class_value, started_at = excluded.started_at,
                start_seen = s.start_seen or excluded.start_seen,
                last_report_at = greatest(s.last_report_at, excluded.last_report_at),
                ended_at = coalesce(excluded.ended_at, s.ended_at),
                session_seconds = greatest(s.session_seconds, excluded.session_seconds),
                rx_bytes = greatest(s.rx_bytes, excluded.rx_bytes), tx_bytes = greatest(s.tx_bytes, excluded.tx_bytes),
                rx_packets = greatest(s.rx_packets, excluded.rx_packets),
                tx_packets = greatest(s.tx_packets, excluded.tx_packets),
                interim_seconds = excluded.interim_seconds,
                terminate_cause = coalesce(excluded.terminate_cause, s.terminate_cause), flags = excluded.flags
            returning s.id, s.session_key\
            """;

    private static final List<Function<SessionRow, @Nullable Object>> SESSION_COLUMNS =
            List.of(
                    SessionRow::key,
                    r -> r.state().text(),
                    r -> r.source().nasId(),
                    r -> r.source().nasName(),
                    r -> r.source().nasAddress(),
                    r -> r.source().nasIpAddress(),
                    r -> r.source().nasIdentifier(),
                    r -> r.source().nasPort(),
                    r -> r.source().interfaceName(),
                    SessionRow::acctSessionId,
                    SessionRow::auditSessionId,
                    r -> r.who().userName(),
                    r -> r.who().peer(),
                    r -> r.who().group(),
                    r -> r.who().framedIp(),
                    r -> r.who().framedIpv6(),
                    r -> r.who().callingStationId(),
                    r -> r.who().authMethod(),
                    r -> r.who().phase1Id(),
                    r -> hex(r.who().classValue()),
                    SessionRow::startedAt,
                    SessionRow::startSeen,
                    SessionRow::lastReportAt,
                    SessionRow::endedAt,
                    r -> r.usage().sessionSeconds(),
                    r -> r.usage().rxBytes(),
                    r -> r.usage().txBytes(),
                    r -> r.usage().rxPackets(),
                    r -> r.usage().txPackets(),
                    SessionRow::interimSeconds,
                    SessionRow::terminateCause,
                    r -> String.join("\n", r.flags()));

    /** Returns the rows with their ids. */
    public List<SessionRow> upsert(Collection<SessionRow> rows) {
        Map<UUID, Long> ids = new HashMap<>();
        jdbc.query(
                connection -> filled(connection, UPSERT, List.copyOf(rows), SESSION_COLUMNS),
                (ResultSet row) -> {
                    ids.put(row.getObject(2, UUID.class), row.getLong(1));
                });
        List<SessionRow> stored = new ArrayList<>(rows.size());
        for (SessionRow row : rows) {
            stored.add(row.withId(Objects.requireNonNull(ids.get(row.key()), "id of a session")));
        }
        return stored;
    }

    /** A NAS came up or goes down: what it had is gone. */
    public List<SessionRow> closeAll(long nasId, String nasAddress, Instant at, String cause) {
        return jdbc.query(
                "update acct_session set state = 'ended', ended_at = ?, terminate_cause = ? where"
                    + " nas_id = ? and nas_address = ?::inet and state <> 'ended' and started_at <="
                    + " ? returning "
                        + SessionRows.COLUMNS,
                (row, i) -> SessionRows.map(row),
                Timestamp.from(at),
                cause,
                nasId,
                nasAddress,
                Timestamp.from(at));
    }

    private static <T> PreparedStatement filled(
            Connection connection,
            String sql,
            List<T> rows,
            List<Function<T, @Nullable Object>> columns)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int c = 0; c < columns.size(); c++) {
            @Nullable String[] values = new @Nullable String[rows.size()];
            for (int r = 0; r < values.length; r++) {
                Object value = columns.get(c).apply(rows.get(r));
                values[r] = value == null ? null : value.toString();
            }
            statement.setArray(c + 1, connection.createArrayOf("text", values));
        }
        return statement;
    }

    private static @Nullable String hex(byte @Nullable [] octets) {
        return octets == null ? null : HexFormat.of().formatHex(octets);
    }
}
