package io.flexaaa.server.operator.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Second factors of operators. */
@Repository
public class SecondFactorStore {
    private final JdbcClient jdbc;

    SecondFactorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Stored(byte[] sealed, boolean confirmed) {}

    public Optional<Stored> find(long operatorId) {
        return jdbc.sql(
                        "select totp_sealed, totp_confirmed_at is not null from operator"
                                + " where id = :id and totp_sealed is not null")
                .param("id", operatorId)
                .query((rs, n) -> new Stored(rs.getBytes(1), rs.getBoolean(2)))
                .optional();
    }

    public void put(long operatorId, byte @Nullable [] sealed) {
        jdbc.sql(
                        "update operator set totp_sealed = :sealed, totp_confirmed_at = null,"
                                + " totp_last_step = -1 where id = :id")
                .param("sealed", sealed)
                .param("id", operatorId)
                .update();
    }

    public void confirm(long operatorId, Instant now) {
        jdbc.sql("update operator set totp_confirmed_at = :now where id = :id")
                .param("now", OperatorStore.utc(now))
                .param("id", operatorId)
                .update();
    }

    /** Whether the step is later than any used before; two sign-ins at once cannot both have it. */
    public boolean claim(long operatorId, long step) {
        return jdbc.sql(
                                "update operator set totp_last_step = :step"
                                        + " where id = :id and totp_last_step < :step")
                        .param("step", step)
                        .param("id", operatorId)
                        .update()
                == 1;
    }

    public void setRecovery(long operatorId, List<byte[]> hashes) {
        jdbc.sql("delete from operator_recovery_code where operator_id = :id")
                .param("id", operatorId)
                .update();
        for (byte[] hash : hashes)
            jdbc.sql("insert into operator_recovery_code values (:id, :hash)")
                    .param("id", operatorId)
                    .param("hash", hash)
                    .update();
    }

    public boolean useRecovery(long operatorId, byte[] hash) {
        return jdbc.sql(
                                "delete from operator_recovery_code"
                                        + " where operator_id = :id and code_hash = :hash")
                        .param("id", operatorId)
                        .param("hash", hash)
                        .update()
                == 1;
    }

    public void remove(long operatorId) {
        put(operatorId, null);
        setRecovery(operatorId, List.of());
    }
}
