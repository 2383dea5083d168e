package io.flexaaa.server.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code flexaaa.database.*}: without a url the server runs its own PostgreSQL. */
@ConfigurationProperties("flexaaa.database")
public record DatabaseProperties(
        @Nullable String url, @Nullable String username, @Nullable String password) {

    public boolean external() {
        return url != null && !url.isBlank();
    }

    @Override
    public String toString() {
        return "DatabaseProperties[url=" + url + ", username=" + username + "]";
    }
}
