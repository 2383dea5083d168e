package io.flexaaa.server.accounting.store;

import io.flexaaa.server.accounting.AccountingPartition;
import io.flexaaa.server.accounting.UsageQuery;
import io.flexaaa.server.accounting.UsageRow;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Roll-ups and partitions of accounting. */
@Repository
public class UsageStore {

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    UsageStore(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /** Whether this transaction may do the job of that name; another instance may be at it. */
    public boolean mine(String job) {
        return Boolean.TRUE.equals(
                template.queryForObject(
                        "select pg_try_advisory_xact_lock(hashtext(?))", Boolean.class, job));
    }

    /** The oldest hour that is not summed up; null when all is. */
    public @Nullable Instant oldestUsage() {
        Timestamp oldest =
                template.queryForObject(
                        "select min(hour) from acct_usage_pending", Timestamp.class);
        return oldest == null ? null : oldest.toInstant();
    }

    /** Sums up what is pending: taken and added in one transaction, so exactly once. */
    public int sumUp() {
        return template.update(
                """
                with taken as (delete from acct_usage_pending returning *)
                insert into usage_hour as u (hour, peer_name, nas_id, nas_name, group_name, session_seconds,
                    sessions_ended, rx_bytes, tx_bytes)
                select hour, peer_name, nas_id, max(nas_name), max(group_name), sum(session_seconds),
                       sum(sessions_ended), sum(rx_bytes), sum(tx_bytes)
                  from taken group by hour, peer_name, nas_id
                on conflict (peer_name, hour, nas_id) do update set
                    nas_name = excluded.nas_name, group_name = coalesce(excluded.group_name, u.group_name),
                    session_seconds = u.session_seconds + excluded.session_seconds,
                    sessions_ended = u.sessions_ended + excluded.sessions_ended,
                    rx_bytes = u.rx_bytes + excluded.rx_bytes, tx_bytes = u.tx_bytes + excluded.tx_bytes\
                """);
    }

    /** Days are made again from their hours while late reports may still come. */
    public int makeDays(LocalDate from) {
        return template.update(
                """
                insert into usage_day as d (day, peer_name, nas_id, nas_name, group_name, session_seconds,
                    sessions_ended, rx_bytes, tx_bytes)
                select (hour at time zone 'UTC')::date, peer_name, nas_id, max(nas_name), max(group_name),
                       sum(session_seconds), sum(sessions_ended), sum(rx_bytes), sum(tx_bytes)
                  from usage_hour where hour >= ? group by 1, 2, 3
                on conflict (peer_name, day, nas_id) do update set
                    nas_name = excluded.nas_name, group_name = excluded.group_name,
                    session_seconds = excluded.session_seconds, sessions_ended = excluded.sessions_ended,
                    rx_bytes = excluded.rx_bytes, tx_bytes = excluded.tx_bytes\
                """,
                Timestamp.from(from.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    public int dropDays(LocalDate before) {
        return template.update("delete from usage_day where day < ?", before);
    }

    public int ensurePartitions(String table, String unit, Instant from, Instant to) {
        Integer made =
                template.queryForObject(
                        "select ensure_partitions(?, ?, ?, ?)",
                        Integer.class,
                        table,
                        unit,
                        Timestamp.from(from),
                        Timestamp.from(to));
        return made == null ? 0 : made;
    }

    /** Does not wait long for a reader: the next round tries again. */
    public List<String> dropPartitions(String table, Instant before) {
        template.execute("set local lock_timeout = '2s'");
        return template.query(
                "select * from drop_partitions(?, ?)",
                (row, i) -> row.getString(1),
                table,
                Timestamp.from(before));
    }

    /** The oldest end among the sessions that wait to be moved. */
    public Instant oldestEnd(Instant absent) {
        Timestamp oldest =
                template.queryForObject(
                        "select min(ended_at) from acct_session where state = 'ended'",
                        Timestamp.class);
        return oldest == null ? absent : oldest.toInstant();
    }

    public List<AccountingPartition> partitions() {
        return template.query(
                "select parent, name, lower_end, upper_end, estimated_rows, octets from"
                        + " accounting_partition order by parent, lower_end",
                (row, i) ->
                        new AccountingPartition(
                                row.getString(1),
                                row.getString(2),
                                row.getTimestamp(3).toInstant(),
                                row.getTimestamp(4).toInstant(),
                                row.getLong(5),
                                row.getLong(6)));
    }

    public List<UsageRow> usage(UsageQuery query, int limit) {
        boolean hours = query.step() == UsageQuery.Step.HOUR;
        // Days that are still in hours come from these: they are never behind.
        String source =
                hours
                        ? "select hour as at, * from usage_hour where hour >= :from and hour < :to"
                        : """
                        select date_trunc('day', hour, 'UTC') as at, h.* from usage_hour h
                         where hour >= greatest(:from, :hoursFrom) and hour < :to
                        union all
                        select day::timestamp at time zone 'UTC', day::timestamp at time zone 'UTC', peer_name, nas_id,
                               nas_name, group_name, session_seconds, sessions_ended, rx_bytes, tx_bytes
                          from usage_day
                         where day::timestamp at time zone 'UTC' >= :from
                           and day::timestamp at time zone 'UTC' < least(:to, :hoursFrom)\
                        """;
        String name =
                switch (query.by()) {
                    case ALL -> "''";
                    case PEER -> "peer_name";
                    case GROUP -> "coalesce(group_name, '')";
                    case NAS -> "nas_name";
                };
        Instant hoursFrom = hours ? query.from() : firstWholeDayOfHours();
        List<UsageRow> rows = new ArrayList<>();
        jdbc.sql(
                        "with u as ("
                                + source
                                + ") select at, "
                                + name
                                + """
                                 as name, sum(session_seconds), sum(sessions_ended), sum(rx_bytes), sum(tx_bytes)
                                  from u
                                 where (:peer::text is null or peer_name = :peer)
                                   and (:group::text is null or group_name = :group)
                                   and (:nas::text is null or nas_name = :nas)
                                 group by 1, 2
                                having (at, \
                                """
                                + name
                                + ") > (:afterAt, :afterName) order by 1, 2 limit :limit")
                .param("from", query.from().atOffset(ZoneOffset.UTC))
                .param("to", query.to().atOffset(ZoneOffset.UTC))
                .param("hoursFrom", hoursFrom.atOffset(ZoneOffset.UTC))
                .param("peer", query.peer())
                .param("group", query.group())
                .param("nas", query.nas())
                .param("afterAt", query.afterAt().atOffset(ZoneOffset.UTC))
                .param("afterName", query.afterName())
                .param("limit", limit)
                .query(row -> {
                    rows.add(
                            new UsageRow(
                                    row.getTimestamp(1).toInstant(),
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getBigDecimal(5).toBigInteger(),
                                    row.getBigDecimal(6).toBigInteger()));
                });
        return rows;
    }

    private Instant firstWholeDayOfHours() {
        Timestamp first =
                template.queryForObject(
                        "select min(lower_end) from accounting_partition where parent ="
                                + " 'usage_hour'",
                        Timestamp.class);
        return first == null ? Instant.EPOCH : first.toInstant();
    }
}
