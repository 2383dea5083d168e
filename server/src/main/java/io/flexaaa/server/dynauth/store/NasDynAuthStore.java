package io.flexaaa.server.dynauth.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.util.List;

/** Rows of nas_dynauth. */
@Repository
public class NasDynAuthStore {
    private final JdbcClient jdbc;

    NasDynAuthStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One NAS's settings. */
    public record Row(
            byte @Nullable [] secretSealed,
            List<String> identifiers,
            boolean messageAuthenticator,
            boolean overRadSec) {}

    /** The defaults for a NAS that has none. */
    public Row find(long nasId) {
        return jdbc.sql(
                        """
                        select d.secret_sealed, coalesce(d.identifiers, '{}'),
                            coalesce(d.message_authenticator, true), r.nas_id is not null
                        from (select cast(:id as bigint) as id) n
                            left join nas_dynauth d on d.nas_id = n.id
                            left join nas_dynauth_radsec r on r.nas_id = n.id
                        """)
                .param("id", nasId)
                .query((rs, n) ->
                        new Row(
                                rs.getBytes(1),
                                List.of((String[]) rs.getArray(2).getArray()),
                                rs.getBoolean(3),
                                rs.getBoolean(4)))
                .single();
    }

    public void put(long nasId, Row row) {
        jdbc.sql(
                        """
                        insert into nas_dynauth (nas_id, secret_sealed, identifiers, message_authenticator)
                        values (:id, :secret, :identifiers, :sign)
                        on conflict (nas_id) do update set secret_sealed = excluded.secret_sealed,
                            identifiers = excluded.identifiers,
                            message_authenticator = excluded.message_authenticator, updated_at = now()
                        """)
                .param("id", nasId)
                .param("secret", row.secretSealed())
                .param("identifiers", row.identifiers().toArray(String[]::new))
                .param("sign", row.messageAuthenticator())
                .update();
        jdbc.sql(
                        row.overRadSec()
                                ? "insert into nas_dynauth_radsec (nas_id) values (:id)"
                                        + " on conflict do nothing"
                                : "delete from nas_dynauth_radsec where nas_id = :id")
                .param("id", nasId)
                .update();
    }
}
