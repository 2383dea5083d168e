package io.flexaaa.server.pool.store;

import io.flexaaa.server.pool.AddressRanges;
import io.flexaaa.server.pool.Lease;
import io.flexaaa.server.pool.LeaseRequest;
import io.flexaaa.server.pool.LeaseResult;
import io.flexaaa.server.pool.LeaseView;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import java.net.InetAddress;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leases. Who had an address gets it again; else one that nobody had yet, in order; else the one
 * free for longest. Whoever lends a new address holds the lock of the pool's row, so two instances
 * lend one after the other; the unique constraints would refuse a second lease all the same.
 */
@Repository
public class LeaseStore {
    private static final int CANDIDATES = 256;

    /** Hub and server may disagree on when a session began by the travel of a packet. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static final String NO_SESSION =
            """
            not exists (select 1 from acct_session s where s.state = any (?) and s.peer_name = l.holder
                          and (family(l.address) = 6 or s.framed_ip is null or s.framed_ip = l.address))\
            """;

    private final JdbcTemplate jdbc;

    LeaseStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Pool(
            long id,
            AddressRanges addresses,
            long nextOffset,
            @Nullable String netmask,
            @Nullable Integer prefixLength) {}

    /** Both addresses or none: throws, and so rolls back, when a pool is exhausted. */
    @Transactional
    public LeaseResult.Granted lease(LeaseRequest request, Instant now) {
        Lease v4 = null;
        Lease v6 = null;
        if (request.v4Pool() != null) {
            v4 = lease(request.v4Pool(), request, now);
            if (v4 == null) throw new PoolExhaustedException(request.v4Pool());
        }
        if (request.v6Pool() != null) {
            v6 = lease(request.v6Pool(), request, now);
            if (v6 == null) throw new PoolExhaustedException(request.v6Pool());
        }
        return new LeaseResult.Granted(v4, v6);
    }

    private @Nullable Lease lease(long poolId, LeaseRequest request, Instant now) {
        Pool pool = pool(poolId, false);
        Lease own = again(pool, request, now);
        if (own != null) return own;
        pool = pool(poolId, true);
        // Another instance may have lent to this peer while we waited for the lock.
        own = again(pool, request, now);
        if (own != null) return own;
        Lease fresh = fresh(pool, request, now);
        if (fresh != null) return fresh;
        Lease free = reuse(pool, request, now);
        if (free != null) return free;
        return releaseStale(poolId, now) > 0 ? reuse(pool, request, now) : null;
    }

    private Pool pool(long id, boolean lock) {
        String sql =
                "select family, ranges, exclusions, next_offset, netmask, prefix_length"
                        + " from address_pool where id = ?"
                        + (lock ? " for update" : "");
        List<Pool> found =
                jdbc.query(
                        sql,
                        (row, i) ->
                                new Pool(
                                        id,
                                        AddressRanges.of(
                                                row.getInt(1),
                                                split(row.getString(2)),
                                                split(row.getString(3))),
                                        row.getLong(4),
                                        row.getString(5),
                                        row.getObject(6, Integer.class)),
                        id);
        if (found.isEmpty()) throw new IllegalStateException("pool " + id + " is gone");
        return found.getFirst();
    }

    static List<String> split(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    private @Nullable Lease again(Pool pool, LeaseRequest request, Instant now) {
        List<String> own =
                jdbc.query(
                        """
                        update address_lease
                           set active = true, nas_name = ?, calling_station_id = ?, seen_at = ?,
                               leased_at = case when active then leased_at else ? end,
                               released_at = null, release_reason = null
                         where pool_id = ? and holder = ? returning host(address)\
                        """,
                        (row, i) -> row.getString(1),
                        request.nasName(),
                        request.callingStationId(),
                        Timestamp.from(now),
                        Timestamp.from(now),
                        pool.id,
                        request.holder());
        if (own.isEmpty()) return null;
        InetAddress address = InetAddress.ofLiteral(own.getFirst());
        if (pool.addresses.contains(address)) return lease(pool, address);
        // The pool was narrowed meanwhile.
        delete(own.getFirst());
        return null;
    }

    private @Nullable Lease fresh(Pool pool, LeaseRequest request, Instant now) {
        long size = pool.addresses.size();
        for (long at = pool.nextOffset; at < size; at += CANDIDATES) {
            int count = (int) Math.min(CANDIDATES, size - at);
            String[] candidates = new String[count];
            for (int i = 0; i < count; i++) {
                candidates[i] = pool.addresses.at(at + i).getHostAddress();
            }
            Set<String> lent =
                    new HashSet<>(
                            jdbc.query(
                                    "select host(address) from address_lease"
                                            + " where address = any (?::inet[])",
                                    (row, i) ->
                                            InetAddress.ofLiteral(row.getString(1))
                                                    .getHostAddress(),
                                    (Object) candidates));
            for (int i = 0; i < count; i++) {
                if (lent.contains(candidates[i])) continue;
                jdbc.update(
                        """
                        insert into address_lease (address, pool_id, holder, active, nas_name, calling_station_id,
                                                   leased_at, seen_at)
                        values (?::inet, ?, ?, true, ?, ?, ?, ?)\
                        """,
                        candidates[i],
                        pool.id,
                        request.holder(),
                        request.nasName(),
                        request.callingStationId(),
                        Timestamp.from(now),
                        Timestamp.from(now));
                next(pool.id, at + i + 1);
                return lease(pool, pool.addresses.at(at + i));
            }
        }
        if (pool.nextOffset < size) next(pool.id, size);
        return null;
    }

    private void next(long pool, long offset) {
        jdbc.update("update address_pool set next_offset = ? where id = ?", offset, pool);
    }

    private @Nullable Lease reuse(Pool pool, LeaseRequest request, Instant now) {
        while (true) {
            List<String> found =
                    jdbc.query(
                            """
                            update address_lease
                               set holder = ?, active = true, nas_name = ?, calling_station_id = ?, leased_at = ?,
                                   seen_at = ?, released_at = null, release_reason = null
                             where address = (select address from address_lease
                                               where pool_id = ? and not active
                                               order by released_at limit 1 for update skip locked)
                            returning host(address)\
                            """,
                            (row, i) -> row.getString(1),
                            request.holder(),
                            request.nasName(),
                            request.callingStationId(),
                            Timestamp.from(now),
                            Timestamp.from(now),
                            pool.id);
            if (found.isEmpty()) return null;
            InetAddress address = InetAddress.ofLiteral(found.getFirst());
            if (pool.addresses.contains(address)) return lease(pool, address);
            delete(found.getFirst());
        }
    }

    private void delete(String address) {
        jdbc.update("delete from address_lease where address = ?::inet", address);
    }

    private static Lease lease(Pool pool, InetAddress address) {
        return new Lease(address, pool.netmask, pool.prefixLength);
    }

    /**
     * After a session's end: what its peer holds is free, unless another of its sessions uses the
     * address, or the peer has asked again since the session began and so is about to come back.
     */
    @Transactional
    public int release(String holder, Instant sessionStartedAt, Instant now) {
        return jdbc.update(
                "update address_lease l set active = false, released_at = ?,"
                        + " release_reason = 'accounting-stop'"
                        + " where l.active and l.holder = ? and l.seen_at <= ? and "
                        + NO_SESSION,
                Timestamp.from(now),
                holder,
                Timestamp.from(sessionStartedAt.plus(SLACK)),
                new String[] {"up", "stale"});
    }

    /** What nobody asked for within the pool's hold time and no live session uses. */
    @Transactional
    public int releaseStale(Instant now) {
        return releaseStale(null, now);
    }

    private int releaseStale(@Nullable Long pool, Instant now) {
        return jdbc.update(
                "update address_lease l set active = false, released_at = ?,"
                        + " release_reason = 'stale' from address_pool p"
                        + " where p.id = l.pool_id and l.active and (?::bigint is null or p.id = ?)"
                        + " and l.seen_at < ?::timestamptz - p.hold_seconds * interval '1 second'"
                        + " and "
                        + NO_SESSION,
                Timestamp.from(now),
                pool,
                pool,
                Timestamp.from(now),
                new String[] {"up"});
    }

    public boolean any() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select exists (select 1 from address_lease where active)", Boolean.class));
    }

    public Optional<Lease> held(long poolId, String holder) {
        return jdbc
                .query(
                        """
                        select host(l.address), p.netmask, p.prefix_length from address_lease l
                          join address_pool p on p.id = l.pool_id where l.pool_id = ? and l.holder = ?\
                        """,
                        (row, i) ->
                                new Lease(
                                        InetAddress.ofLiteral(row.getString(1)),
                                        row.getString(2),
                                        row.getObject(3, Integer.class)),
                        poolId,
                        holder)
                .stream()
                .findFirst();
    }

    /** Ordered by address; {@code after} is the last one of the page before. */
    public List<LeaseView> page(long pool, String after, @Nullable String like, int limit) {
        return jdbc.query(
                """
                select host(address), holder, active, nas_name, calling_station_id, leased_at, seen_at,
                       released_at, release_reason
                  from address_lease
                 where pool_id = ? and (? = '' or address > nullif(?, '')::inet)
                   and (?::text is null or lower(holder) like ? escape '\\' or host(address) like ? escape '\\')
                 order by address limit ?\
                """,
                (row, i) ->
                        new LeaseView(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getString(4),
                                row.getString(5),
                                row.getTimestamp(6).toInstant(),
                                row.getTimestamp(7).toInstant(),
                                instant(row.getTimestamp(8)),
                                row.getString(9)),
                pool,
                after,
                after,
                like,
                like,
                like,
                limit);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    /** By hand; the address goes to the end of the queue of free ones. */
    public boolean free(long pool, String address, Instant now) {
        return jdbc.update(
                        """
                        update address_lease set active = false, released_at = ?, release_reason = 'by-hand'
                         where pool_id = ? and address = ?::inet and active\
                        """,
                        Timestamp.from(now),
                        pool,
                        address)
                > 0;
    }

    public long lent(long pool) {
        Long n =
                jdbc.queryForObject(
                        "select count(*) from address_lease where pool_id = ? and active",
                        Long.class,
                        pool);
        return n == null ? 0 : n;
    }

    /** After a change of its ranges: look from the beginning again, forget free ones. */
    public void restart(long pool) {
        jdbc.update("delete from address_lease where pool_id = ? and not active", pool);
        next(pool, 0);
    }
}
