package io.flexaaa.server.session.store;

import io.flexaaa.server.database.CopyBinary;
import io.flexaaa.server.session.SessionIds;
import io.flexaaa.server.session.SessionRow;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Writes acct_session, a whole batch in one statement. The caller holds the transaction. */
@Repository
public class SessionWriteStore {

    private final JdbcTemplate jdbc;

    SessionWriteStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public SessionIds ids() {
        return new SessionIds(() ->
                Objects.requireNonNull(
                        jdbc.queryForObject("select nextval('acct_session_id')", Long.class)));
    }

    /**
     * The stored sessions among these, locked until the transaction ends, in one order for all
     * instances. One that has settled into the history comes back to be written to.
     */
    public Map<UUID, SessionRow> lock(Collection<UUID> keys) {
        Map<UUID, SessionRow> found = locked(keys);
        if (found.size() == keys.size()) return found;
        UUID[] missing = keys.stream().filter(k -> !found.containsKey(k)).toArray(UUID[]::new);
        int revived =
                jdbc.update(
                        """
                        with back as (delete from acct_session_past where session_key = any (?) returning *)
                        insert into acct_session select * from back on conflict do nothing\
                        """,
                        (Object) missing);
        if (revived > 0) found.putAll(locked(List.of(missing)));
        return found;
    }

    private Map<UUID, SessionRow> locked(Collection<UUID> keys) {
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

    private static final String COPY =
            """
            copy acct_session (id, session_key, state, nas_id, nas_name, nas_address, nas_ip_address,
                nas_identifier, nas_port, interface_name, acct_session_id, audit_session_id, user_name,
                peer_name, group_name, framed_ip, framed_ipv6, calling_station_id, auth_method, phase1_id,
                class_value, started_at, start_seen, last_report_at, ended_at, session_seconds, rx_bytes,
                tx_bytes, rx_packets, tx_packets, interim_seconds, terminate_cause, flags, rev)
            from stdin (format binary)\
            """;

    private static final int COPY_COLUMNS = 34;
    private static final int EXPECTED_ROW_OCTETS = 512;

    public void insert(List<SessionRow> rows) {
        CopyBinary copy = new CopyBinary(rows.size() * EXPECTED_ROW_OCTETS);
        for (SessionRow row : rows) write(copy, row);
        jdbc.execute(
                (ConnectionCallback<@Nullable Void>)
                        connection -> {
                            copy.send(connection, COPY);
                            return null;
                        });
    }

    private static void write(CopyBinary copy, SessionRow row) {
        SessionRow.Source source = row.source();
        SessionRow.Who who = row.who();
        SessionRow.Usage usage = row.usage();
        copy.row(COPY_COLUMNS)
                .i64(row.id())
                .uuid(row.key())
                .text(row.state().text())
                .i64(source.nasId())
                .text(source.nasName())
                .inet(source.nasAddress())
                .inet(source.nasIpAddress())
                .text(source.nasIdentifier())
                .i64(source.nasPort())
                .text(source.interfaceName())
                .text(row.acctSessionId())
                .text(row.auditSessionId())
                .text(who.userName())
                .text(who.peer())
                .text(who.group())
                .inet(who.framedIp())
                .text(who.framedIpv6())
                .text(who.callingStationId())
                .text(who.authMethod())
                .text(who.phase1Id())
                .bytes(who.classValue())
                .timestamp(row.startedAt())
                .bool(row.startSeen())
                .timestamp(row.lastReportAt())
                .timestamp(row.endedAt())
                .i64(usage.sessionSeconds())
                .numeric(usage.rxBytes())
                .numeric(usage.txBytes())
                .i64(usage.rxPackets())
                .i64(usage.txPackets())
                .i32(row.interimSeconds())
                .text(row.terminateCause())
                .texts(row.flags())
                .i64(row.rev());
    }

    private static final String COUNTERS =
            """
            update acct_session s
               set state = x.state, last_report_at = x.last_report_at, ended_at = x.ended_at,
                   session_seconds = x.seconds, rx_bytes = x.rx, tx_bytes = x.tx, rx_packets = x.rxp,
                   tx_packets = x.txp, terminate_cause = x.cause, rev = x.rev\
            """;

    private static final String WHOLE =
            COUNTERS
                    + """
                    , group_name = x.grp, framed_ip = x.fip, framed_ipv6 = x.fip6,
                       calling_station_id = x.csi, auth_method = x.am, phase1_id = x.p1,
                       class_value = decode(x.cv, 'hex'), started_at = x.started, start_seen = x.seen,
                       interim_seconds = x.ints, flags = string_to_array(x.flags, E'\\n')\
                    """;

    private static final String FROM_COUNTERS =
            """
             from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                ?::timestamptz[], ?::timestamptz[], ?::numeric[], ?::numeric[], ?::text[]\
            """;

    private static final String AS_COUNTERS =
            ") as x (id, rev, seconds, rxp, txp, state, last_report_at, ended_at, rx, tx, cause";

    private static final String FROM_WHO =
            """
            , ?::text[], ?::inet[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::timestamptz[], ?::boolean[], ?::integer[], ?::text[]\
            """;

    private static final String AS_WHO =
            ", grp, fip, fip6, csi, am, p1, cv, started, seen, ints, flags";

    private static final String GUARD = ") where s.id = x.id and s.rev = x.rev - 1";

    private static final List<ToLongFunction<SessionRow>> NUMBERS =
            List.of(
                    SessionRow::id,
                    SessionRow::rev,
                    r -> r.usage().sessionSeconds(),
                    r -> r.usage().rxPackets(),
                    r -> r.usage().txPackets());

    private static final List<Function<SessionRow, @Nullable Object>> TEXTS =
            List.of(
                    r -> r.state().text(),
                    SessionRow::lastReportAt,
                    SessionRow::endedAt,
                    r -> r.usage().rxBytes(),
                    r -> r.usage().txBytes(),
                    SessionRow::terminateCause);

    private static final List<Function<SessionRow, @Nullable Object>> WHO =
            List.of(
                    r -> r.who().group(),
                    r -> r.who().framedIp(),
                    r -> r.who().framedIpv6(),
                    r -> r.who().callingStationId(),
                    r -> r.who().authMethod(),
                    r -> r.who().phase1Id(),
                    r -> hex(r.who().classValue()),
                    SessionRow::startedAt,
                    SessionRow::startSeen,
                    SessionRow::interimSeconds,
                    r -> String.join("\n", r.flags()));

    /** Returns how many rows were still as they had been. */
    public int update(List<SessionRow> rows, boolean whole) {
        String sql =
                whole
                        ? WHOLE + FROM_COUNTERS + FROM_WHO + AS_COUNTERS + AS_WHO + GUARD
                        : COUNTERS + FROM_COUNTERS + AS_COUNTERS + GUARD;
        return jdbc.update(connection -> filled(connection, sql, rows, whole));
    }

    private static PreparedStatement filled(
            Connection connection, String sql, List<SessionRow> rows, boolean whole)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int at = 1;
        for (ToLongFunction<SessionRow> column : NUMBERS) {
            Long[] values = new Long[rows.size()];
            for (int r = 0; r < values.length; r++) values[r] = column.applyAsLong(rows.get(r));
            statement.setArray(at++, connection.createArrayOf("int8", values));
        }
        for (var column : TEXTS) statement.setArray(at++, texts(connection, rows, column));
        if (whole) {
            for (var column : WHO) statement.setArray(at++, texts(connection, rows, column));
        }
        return statement;
    }

    private static java.sql.Array texts(
            Connection connection,
            List<SessionRow> rows,
            Function<SessionRow, @Nullable Object> column)
            throws SQLException {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int r = 0; r < values.length; r++) {
            Object value = column.apply(rows.get(r));
            values[r] = value == null ? null : value.toString();
        }
        return connection.createArrayOf("text", values);
    }

    public void changed(String writer, long seq, Collection<UUID> keys) {
        CopyBinary copy = new CopyBinary(64 + keys.size() * 20);
        copy.row(3).text(writer).i64(seq).uuids(keys);
        jdbc.execute(
                (ConnectionCallback<@Nullable Void>)
                        connection -> {
                            copy.send(
                                    connection,
                                    "copy acct_change (writer, seq, keys) from stdin (format"
                                            + " binary)");
                            return null;
                        });
    }

    /** A NAS came up or goes down: what it had is gone. */
    public List<SessionRow> closeAll(long nasId, String nasAddress, Instant at, String cause) {
        return jdbc.query(
                "update acct_session set state = 'ended', ended_at = ?, terminate_cause = ?, rev ="
                    + " rev + 1 where nas_id = ? and nas_address = ?::inet and state <> 'ended' and"
                    + " started_at <= ? returning "
                        + SessionRows.COLUMNS,
                (row, i) -> SessionRows.map(row),
                Timestamp.from(at),
                cause,
                nasId,
                nasAddress,
                Timestamp.from(at));
    }

    /** Whole months are dropped when they are old, so the history needs no delete. */
    public int settle(Instant endedBefore, int limit) {
        return jdbc.update(
                """
                with gone as (
                    delete from acct_session where id in (
                        select id from acct_session where state = 'ended' and ended_at < ?
                         order by id limit ? for update skip locked)
                    returning *)
                insert into acct_session_past select * from gone\
                """,
                Timestamp.from(endedBefore),
                limit);
    }

    private static @Nullable String hex(byte @Nullable [] octets) {
        return octets == null ? null : HexFormat.of().formatHex(octets);
    }
}
