package io.flexaaa.server.identity.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table identity_name, which triggers keep. */
@Repository
public class IdentityNameStore {

    private final JdbcClient jdbc;

    IdentityNameStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What kind of thing has that name, in any case; null when it is free. */
    public @Nullable String holder(String name) {
        return jdbc.sql("select kind from identity_name where name_key = lower(?)")
                .param(name)
                .query(String.class)
                .optional()
                .orElse(null);
    }
}
