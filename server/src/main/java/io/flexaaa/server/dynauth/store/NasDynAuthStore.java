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
            boolean messageAuthenticator) {}

    /** The defaults for a NAS that has none. */
    public Row find(long nasId) {
        return jdbc.sql(
                        "select secret_sealed, identifiers, message_authenticator from nas_dynauth"
                                + " where nas_id = :id")
                .param("id", nasId)
                .query((rs, n) ->
                        new Row(
                                rs.getBytes(1),
                                List.of((String[]) rs.getArray(2).getArray()),
                                rs.getBoolean(3)))
                .optional()
                .orElse(new Row(null, List.of(), true));
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
    }
}
