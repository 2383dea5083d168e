package io.flexaaa.server.snapshot.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the rows a snapshot is made of: all, or those that changed. */
@Repository
public class SnapshotRows {

    private final JdbcTemplate jdbc;

    SnapshotRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public record NasRow(
            long id,
            String name,
            String address,
            String type,
            byte @Nullable [] secret,
            byte @Nullable [] authorizationPassword,
            boolean requireMessageAuthenticator,
            int dynAuthPort,
            @Nullable Integer acctInterimSeconds,
            boolean enabled,
            Map<String, String> values,
            @Nullable String certificateName) {}

    /** Pools by id and name. */
    public record PoolRow(
            @Nullable Long v4,
            @Nullable String v4Name,
            @Nullable Long v6,
            @Nullable String v6Name) {}

    public record GroupRow(
            long id,
            String name,
            @Nullable Long parentId,
            @Nullable String framedPool,
            List<String> avPairs,
            String conditional,
            PoolRow pools) {}

    public record PeerRow(
            long id,
            String name,
            boolean enabled,
            @Nullable String group,
            @Nullable String framedIp,
            @Nullable String framedNetmask,
            @Nullable String framedPool,
            @Nullable String addrV6,
            @Nullable Integer acctInterimSeconds,
            @Nullable Instant validUntil,
            List<String> avPairs,
            @Nullable PskRow psk,
            String conditional,
            Map<String, String> values,
            PoolRow pools) {}

    public record UserRow(
            long id,
            String name,
            boolean enabled,
            @Nullable String group,
            @Nullable String framedIp,
            @Nullable String framedNetmask,
            @Nullable String framedPool,
            @Nullable String addrV6,
            @Nullable Integer acctInterimSeconds,
            @Nullable Instant validUntil,
            List<String> avPairs,
            @Nullable String passwordHash,
            byte @Nullable [] passwordSealed,
            byte @Nullable [] totpSealed) {}

    public record PskRow(
            long id,
            String kind,
            byte @Nullable [] symmetric,
            byte @Nullable [] local,
            byte @Nullable [] remote,
            @Nullable Instant expiresAt) {}

    public record Change(String kind, long rowId) {}

    public long version() {
        Long v = jdbc.queryForObject("select v from config_version", Long.class);
        return v == null ? 0 : v;
    }

    public List<Change> changes(long after, long upTo) {
        return jdbc.query(
                "select distinct kind, row_id from change_log where v > ? and v <= ?",
                (row, i) -> new Change(row.getString(1), row.getLong(2)),
                after,
                upTo);
    }

    /**
     * @param table peer, user_account or nas_client
     */
    public List<Long> ids(String table, Collection<String> names) {
        return jdbc.query(
                "select id from " + table + " where name = any (?)",
                (row, i) -> row.getLong(1),
                (Object) names.toArray(String[]::new));
    }

    /** {@code ids} null means all. */
    public List<NasRow> nas(@Nullable Collection<Long> ids) {
        return jdbc.query(
                """
                select id, name, text(address), type, secret_sealed, authorization_password_sealed,
                       require_message_authenticator, dynauth_port, acct_interim_seconds, enabled,
                       array(select key || '=' || value from nas_value v where v.nas_id = n.id order by key),
                       certificate_name
                  from nas_client n where (?::bigint[] is null or id = any (?))\
                """,
                (row, i) ->
                        new NasRow(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getBytes(5),
                                row.getBytes(6),
                                row.getBoolean(7),
                                row.getInt(8),
                                integer(row, 9),
                                row.getBoolean(10),
                                values(row, 11),
                                row.getString(12)),
                array(ids),
                array(ids));
    }

    public List<GroupRow> groups(@Nullable Collection<Long> ids) {
        return jdbc.query(
                """
                select g.id, g.name, g.parent_id, g.framed_pool,
                       array(select value from group_av_pair a where a.group_id = g.id order by position),
                       g.conditional, g.address_pool_id, a4.name, g.address_pool_v6_id, a6.name
                  from peer_group g
                  left join address_pool a4 on a4.id = g.address_pool_id
                  left join address_pool a6 on a6.id = g.address_pool_v6_id
                 where (?::bigint[] is null or g.id = any (?))\
                """,
                (row, i) ->
                        new GroupRow(
                                row.getLong(1),
                                row.getString(2),
                                longOrNull(row, 3),
                                row.getString(4),
                                texts(row, 5),
                                row.getString(6),
                                pools(row, 7)),
                array(ids),
                array(ids));
    }

    public List<PeerRow> peers(@Nullable Collection<Long> ids) {
        return jdbc.query(
                """
                select p.id, p.name, p.enabled, g.name, host(p.framed_ip), host(p.framed_netmask), p.framed_pool,
                       p.addr_v6, p.acct_interim_seconds, p.valid_until,
                       array(select value from peer_av_pair a where a.peer_id = p.id order by position),
                       k.id, k.kind, k.symmetric_sealed, k.local_sealed, k.remote_sealed, k.expires_at,
                       p.conditional,
                       array(select key || '=' || value from peer_value v where v.peer_id = p.id order by key),
                       p.address_pool_id, a4.name, p.address_pool_v6_id, a6.name
                  from peer p
                  left join peer_group g on g.id = p.group_id
                  left join psk k on k.peer_id = p.id and k.retired_at is null
                  left join address_pool a4 on a4.id = p.address_pool_id
                  left join address_pool a6 on a6.id = p.address_pool_v6_id
                 where (?::bigint[] is null or p.id = any (?))\
                """,
                (row, i) ->
                        new PeerRow(
                                row.getLong(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                integer(row, 9),
                                instant(row, 10),
                                texts(row, 11),
                                psk(row),
                                row.getString(18),
                                values(row, 19),
                                pools(row, 20)),
                array(ids),
                array(ids));
    }

    public List<UserRow> users(@Nullable Collection<Long> ids) {
        return jdbc.query(
                """
                select u.id, u.name, u.enabled, g.name, host(u.framed_ip), host(u.framed_netmask), u.framed_pool,
                       u.addr_v6, u.acct_interim_seconds, u.valid_until,
                       array(select value from user_av_pair a where a.user_id = u.id order by position),
                       u.password_hash, u.password_sealed, u.totp_sealed
                  from user_account u
                  left join peer_group g on g.id = u.group_id
                 where (?::bigint[] is null or u.id = any (?))\
                """,
                (row, i) ->
                        new UserRow(
                                row.getLong(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                integer(row, 9),
                                instant(row, 10),
                                texts(row, 11),
                                row.getString(12),
                                row.getBytes(13),
                                row.getBytes(14)),
                array(ids),
                array(ids));
    }

    /** Tells the other instances what this one has in force. */
    public void heartbeat(String instance, Instant startedAt, Instant now, long applied) {
        jdbc.update(
                """
                insert into server_instance (instance, started_at, seen_at, applied_version) values (?, ?, ?, ?)
                on conflict (instance) do update
                set seen_at = excluded.seen_at, applied_version = excluded.applied_version\
                """,
                instance,
                Timestamp.from(startedAt),
                Timestamp.from(now),
                applied);
    }

    /** The lowest version in force among instances seen since. */
    public long appliedEverywhere(Instant seenSince) {
        Long v =
                jdbc.queryForObject(
                        "select coalesce(min(applied_version), 0) from server_instance where"
                                + " seen_at >= ?",
                        Long.class,
                        Timestamp.from(seenSince));
        return v == null ? 0 : v;
    }

    public void forget(String instance) {
        jdbc.update("delete from server_instance where instance = ?", instance);
    }

    public void prune(Instant before) {
        jdbc.update("delete from change_log where at < ?", Timestamp.from(before));
        jdbc.update("delete from server_instance where seen_at < ?", Timestamp.from(before));
    }

    private static @Nullable PskRow psk(ResultSet row) throws SQLException {
        long id = row.getLong(12);
        if (row.wasNull()) return null;
        return new PskRow(
                id,
                row.getString(13),
                row.getBytes(14),
                row.getBytes(15),
                row.getBytes(16),
                instant(row, 17));
    }

    private static PoolRow pools(ResultSet row, int first) throws SQLException {
        return new PoolRow(
                longOrNull(row, first),
                row.getString(first + 1),
                longOrNull(row, first + 2),
                row.getString(first + 3));
    }

    private static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** KEY=VALUE, the key without an equals sign. */
    private static Map<String, String> values(ResultSet row, int column) throws SQLException {
        String[] texts = (String[]) row.getArray(column).getArray();
        if (texts.length == 0) return Map.of();
        Map<String, String> values = HashMap.newHashMap(texts.length);
        for (String text : texts) {
            int sign = text.indexOf('=');
            values.put(text.substring(0, sign), text.substring(sign + 1));
        }
        return Map.copyOf(values);
    }

    private static Long @Nullable [] array(@Nullable Collection<Long> ids) {
        return ids == null ? null : ids.toArray(Long[]::new);
    }

    private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return new ArrayList<>(List.of((String[]) array.getArray()));
    }
}
