package io.flexaaa.server.database;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.nio.file.Path;

/** Where the data lives, and which database it lives in. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final String DATABASE = "flexaaa";

    @Bean
    DataFolder dataFolder(@Value("${flexaaa.data:./data}") Path path) {
        return new DataFolder(DataFolder.ensurePrivate(path));
    }

    @Bean
    @Conditional(External.class)
    JdbcConnectionDetails externalDatabase(DatabaseProperties properties) {
        String url = properties.url();
        if (url == null) throw new IllegalStateException("flexaaa.database.url is not set");
        return new Connection(
                url,
                properties.username() == null ? "flexaaa" : properties.username(),
                properties.password() == null ? "" : properties.password());
    }

    @Bean
    @Conditional(Managed.class)
    ManagedPostgres managedPostgres(DataFolder data) {
        ManagedPostgres postgres = ManagedPostgres.start(data.resolve("postgres"));
        postgres.ensureDatabase(DATABASE);
        return postgres;
    }

    // The pool is built from this bean, so it is closed before the database below it is stopped.
    @Bean
    @Conditional(Managed.class)
    JdbcConnectionDetails managedDatabase(ManagedPostgres postgres) {
        return new Connection(postgres.url(DATABASE), postgres.username(), postgres.password());
    }

    private record Connection(String getJdbcUrl, String getUsername, String getPassword)
            implements JdbcConnectionDetails {
        @Override
        public String toString() {
            return getJdbcUrl;
        }
    }

    static class External implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().getProperty("flexaaa.database.url", "").isBlank();
        }
    }

    static class Managed extends External {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !super.matches(context, metadata);
        }
    }
}
