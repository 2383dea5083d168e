package io.flexaaa.server.identity.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

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

    /** Like {@link #holder} for many, by name; free names are left out. */
    public Map<String, String> holders(Collection<String> names) {
        Map<String, String> found = new HashMap<>();
        jdbc.sql(
                        "select n, kind from unnest(?::text[]) n"
                                + " join identity_name on name_key = lower(n)")
                .param(names.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString(1), row.getString(2));
                });
        return found;
    }
}
