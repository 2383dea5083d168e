package io.flexaaa.server.session.store;

import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How a row of acct_session is read, for the modules that read it. */
public final class SessionRows {

    public static final String COLUMNS =
            "id, session_key, state, nas_id, nas_name, host(nas_address) nas_address,"
                + " host(nas_ip_address) nas_ip_address, nas_identifier, nas_port, interface_name,"
                + " acct_session_id, audit_session_id, user_name, peer_name, group_name,"
                + " host(framed_ip) framed_ip, framed_ipv6, calling_station_id, auth_method,"
                + " phase1_id, class_value, started_at, start_seen, last_report_at, ended_at,"
                + " session_seconds, rx_bytes, tx_bytes, rx_packets, tx_packets, interim_seconds,"
                + " terminate_cause, flags, rev";

    private SessionRows() {}

    public static SessionRow map(ResultSet row) throws SQLException {
        long port = row.getLong("nas_port");
        Long nasPort = row.wasNull() ? null : port;
        int seconds = row.getInt("interim_seconds");
        Integer interim = row.wasNull() ? null : seconds;
        return new SessionRow(
                row.getLong("id"),
                row.getObject("session_key", UUID.class),
                SessionState.of(row.getString("state")),
                new SessionRow.Source(
                        row.getLong("nas_id"),
                        row.getString("nas_name"),
                        row.getString("nas_address"),
                        row.getString("nas_ip_address"),
                        row.getString("nas_identifier"),
                        nasPort,
                        row.getString("interface_name")),
                row.getString("acct_session_id"),
                row.getString("audit_session_id"),
                new SessionRow.Who(
                        row.getString("user_name"),
                        row.getString("peer_name"),
                        row.getString("group_name"),
                        row.getString("framed_ip"),
                        row.getString("framed_ipv6"),
                        row.getString("calling_station_id"),
                        row.getString("auth_method"),
                        row.getString("phase1_id"),
                        row.getBytes("class_value")),
                row.getTimestamp("started_at").toInstant(),
                row.getBoolean("start_seen"),
                row.getTimestamp("last_report_at").toInstant(),
                instant(row.getTimestamp("ended_at")),
                new SessionRow.Usage(
                        row.getLong("session_seconds"),
                        octets(row, "rx_bytes"),
                        octets(row, "tx_bytes"),
                        row.getLong("rx_packets"),
                        row.getLong("tx_packets")),
                interim,
                row.getString("terminate_cause"),
                List.of((String[]) row.getArray("flags").getArray()),
                row.getLong("rev"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp value) {
        return value == null ? null : value.toInstant();
    }

    private static BigInteger octets(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigInteger();
    }
}
