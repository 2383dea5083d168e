package io.flexaaa.server.accounting.store;

import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.ReportEvent;
import io.flexaaa.server.accounting.UsagePart;
import io.flexaaa.server.database.CopyBinary;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;

/** Writes acct_event and acct_usage_pending. The caller holds the transaction. */
@Repository
public class AccountingStore {

    private final JdbcTemplate jdbc;

    AccountingStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private static final String COLUMNS =
            "session_id, status, session_seconds, at, received_at, rx_bytes, tx_bytes, rx_packets,"
                    + " tx_packets, terminate_cause";

    /** Reports that are not there yet. */
    public void events(List<ReportEvent> events) {
        if (events.isEmpty()) return;
        CopyBinary copy = new CopyBinary(events.size() * 144);
        for (ReportEvent event : events) {
            Report report = event.report();
            copy.row(10)
                    .i64(event.sessionId())
                    .i16(report.status().value())
                    .i64(report.usage().sessionSeconds())
                    .timestamp(report.at())
                    .timestamp(report.receivedAt())
                    .numeric(report.usage().rxBytes())
                    .numeric(report.usage().txBytes())
                    .i64(report.usage().rxPackets())
                    .i64(report.usage().txPackets())
                    .text(report.terminateCause());
        }
        send(copy, "copy acct_event (" + COLUMNS + ") from stdin (format binary)");
    }

    /** Reports that may be there: a retransmission under a new identifier stays one row. */
    public void eventsUnlessThere(List<ReportEvent> events) {
        for (ReportEvent event : events) {
            Report report = event.report();
            jdbc.update(
                    "insert into acct_event ("
                            + COLUMNS
                            + ") select v.* from (values (?::bigint, ?::smallint, ?::bigint,"
                            + " ?::timestamptz, ?::timestamptz, ?::numeric, ?::numeric, ?::bigint,"
                            + " ?::bigint, ?::text)) v (i, s, sec, at, r, rx, tx, rxp, txp, c)"
                            + " where not exists (select from acct_event e where e.session_id = v.i"
                            + " and e.status = v.s and e.session_seconds = v.sec)",
                    event.sessionId(),
                    report.status().value(),
                    report.usage().sessionSeconds(),
                    Timestamp.from(report.at()),
                    Timestamp.from(report.receivedAt()),
                    report.usage().rxBytes().toString(),
                    report.usage().txBytes().toString(),
                    report.usage().rxPackets(),
                    report.usage().txPackets(),
                    report.terminateCause());
        }
    }

    /** Increments, summed up later. */
    public void usage(Collection<UsagePart> parts) {
        if (parts.isEmpty()) return;
        CopyBinary copy = new CopyBinary(parts.size() * 144);
        for (UsagePart part : parts) {
            copy.row(9)
                    .timestamp(part.key().hour())
                    .text(part.key().peer())
                    .i64(part.key().nasId())
                    .text(part.nasName())
                    .text(part.group())
                    .i64(part.seconds())
                    .i64(part.ended())
                    .numeric(part.rxBytes())
                    .numeric(part.txBytes());
        }
        send(
                copy,
                "copy acct_usage_pending (hour, peer_name, nas_id, nas_name, group_name,"
                        + " session_seconds, sessions_ended, rx_bytes, tx_bytes) from stdin (format"
                        + " binary)");
    }

    /** Whether a statement failed for want of a partition. PostgreSQL's code says only "check". */
    public static boolean wantsPartition(DataAccessException e) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage())
                .contains("no partition of");
    }

    private void send(CopyBinary copy, String sql) {
        jdbc.execute(
                (ConnectionCallback<@Nullable Void>)
                        connection -> {
                            copy.send(connection, sql);
                            return null;
                        });
    }
}
