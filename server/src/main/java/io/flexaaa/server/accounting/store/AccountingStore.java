package io.flexaaa.server.accounting.store;

import io.flexaaa.server.accounting.AcctRecord.Report;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Writes acct_event, a whole batch in one statement. The caller holds the transaction. */
@Repository
public class AccountingStore {

    private final JdbcTemplate jdbc;

    AccountingStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private static final List<Function<Report, @Nullable Object>> EVENT_COLUMNS =
            List.of(
                    Report::key,
                    r -> r.status().value(),
                    r -> r.usage().sessionSeconds(),
                    Report::at,
                    Report::receivedAt,
                    r -> r.usage().rxBytes(),
                    r -> r.usage().txBytes(),
                    r -> r.usage().rxPackets(),
                    r -> r.usage().txPackets(),
                    Report::terminateCause);

    /** A report that is there already (a retransmission) stays one row. */
    public void events(List<Report> reports) {
        jdbc.update(connection ->
                filled(
                        connection,
                        """
                        insert into acct_event (session_key, status, session_seconds, at, received_at, rx_bytes,
                            tx_bytes, rx_packets, tx_packets, terminate_cause)
                        select * from unnest(?::uuid[], ?::smallint[], ?::bigint[], ?::timestamptz[],
                            ?::timestamptz[], ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[], ?::text[])
                        on conflict do nothing\
                        """,
                        reports,
                        EVENT_COLUMNS));
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
}
