package io.flexaaa.server.credential.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Many PSKs in a few statements. */
@Repository
public class PskBatchStore {
    private final JdbcTemplate jdbc;

    PskBatchStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A PSK that comes into force. */
    public record Row(
            long id,
            long peerId,
            String kind,
            byte @Nullable [] symmetric,
            byte @Nullable [] local,
            byte @Nullable [] remote,
            @Nullable Instant expiresAt) {}

    /** Ids for rows to come: the id is part of what seals a key. */
    public List<Long> ids(int count) {
        return jdbc.query(
                "select nextval(pg_get_serial_sequence('psk', 'id')) from generate_series(1, ?)",
                (row, i) -> row.getLong(1),
                count);
    }

    public void retire(Collection<Long> peerIds, Instant at, String why) {
        jdbc.update(
                "update psk set retired_at = ?, retired_reason = ?"
                        + " where peer_id = any (?) and retired_at is null",
                Timestamp.from(at),
                why,
                peerIds.toArray(Long[]::new));
    }

    public void insert(List<Row> rows, Instant now) {
        int n = rows.size();
        Long[] ids = new Long[n];
        Long[] peers = new Long[n];
        String[] kinds = new String[n];
        byte[][][] keys = new byte[3][n][];
        @Nullable String[] expiry = new @Nullable String[n];
        for (int i = 0; i < n; i++) {
            Row row = rows.get(i);
            ids[i] = row.id();
            peers[i] = row.peerId();
            kinds[i] = row.kind();
            keys[0][i] = orNothing(row.symmetric());
            keys[1][i] = orNothing(row.local());
            keys[2][i] = orNothing(row.remote());
            expiry[i] = row.expiresAt() == null ? null : row.expiresAt().toString();
        }
        jdbc.update(
                """
                insert into psk (id, peer_id, kind, symmetric_sealed, local_sealed, remote_sealed,
                       created_at, expires_at)
                select id, peer, kind, nullif(one, ''), nullif(mine, ''), nullif(theirs, ''), ?, expires
                  from unnest(?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::bytea[], ?::bytea[],
                       ?::timestamptz[]) r (id, peer, kind, one, mine, theirs, expires)\
                """,
                Timestamp.from(now),
                ids,
                peers,
                kinds,
                keys[0],
                keys[1],
                keys[2],
                expiry);
    }

    private static byte[] orNothing(byte @Nullable [] sealed) {
        return sealed == null ? new byte[0] : sealed;
    }
}
