package io.flexaaa.server.operator.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.Optional;

/** Sign-ins that have begun. */
@Repository
public class CeremonyStore {
    private final JdbcClient jdbc;

    CeremonyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Stored(long id, byte[] sealed) {}

    /** Drops what is too old; returns how many are left. */
    public long sweep(Instant now) {
        jdbc.sql("delete from sign_in_ceremony where expires_at <= :now")
                .param("now", OperatorStore.utc(now))
                .update();
        return jdbc.sql("select count(*) from sign_in_ceremony").query(Long.class).single();
    }

    public long nextId() {
        return jdbc.sql("select nextval(pg_get_serial_sequence('sign_in_ceremony', 'id'))")
                .query(Long.class)
                .single();
    }

    public void insert(
            long id,
            byte[] handleHash,
            String kind,
            @Nullable Long operatorId,
            byte[] sealed,
            Instant expiresAt) {
        jdbc.sql(
                        """
                        insert into sign_in_ceremony
                            (id, handle_hash, kind, operator_id, content_sealed, expires_at)
                        values (:id, :hash, :kind, :operator, :sealed, :expires)
                        """)
                .param("id", id)
                .param("hash", handleHash)
                .param("kind", kind)
                .param("operator", operatorId)
                .param("sealed", sealed)
                .param("expires", OperatorStore.utc(expiresAt))
                .update();
    }

    /** Two requests at once cannot both have it. */
    public Optional<Stored> take(
            byte[] handleHash, String kind, @Nullable Long operatorId, Instant now) {
        return jdbc.sql(
                        """
                        delete from sign_in_ceremony
                         where handle_hash = :hash and kind = :kind and expires_at > :now
                           and operator_id is not distinct from :operator::bigint
                        returning id, content_sealed
                        """)
                .param("hash", handleHash)
                .param("kind", kind)
                .param("now", OperatorStore.utc(now))
                .param("operator", operatorId)
                .query((rs, n) -> new Stored(rs.getLong(1), rs.getBytes(2)))
                .optional();
    }
}
