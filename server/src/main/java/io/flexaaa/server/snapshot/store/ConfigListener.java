package io.flexaaa.server.snapshot.store;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * LISTEN on a connection of its own: a pooled one would go back with the LISTEN on it, and a
 * transaction-mode proxy would lose it. A notification only shortens the wait; who missed one is a
 * second late, not wrong.
 */
@Component
public class ConfigListener implements AutoCloseable {

    private final JdbcConnectionDetails details;
    private @Nullable Connection connection;

    ConfigListener(JdbcConnectionDetails details) {
        this.details = details;
    }

    /** Returns on a notification or after {@code maxMillis}; throws when the database is away. */
    public void await(int maxMillis) {
        try {
            PGConnection listening = connect().unwrap(PGConnection.class);
            listening.getNotifications(maxMillis);
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("listening for changes", e);
        }
    }

    private Connection connect() throws SQLException {
        Connection current = connection;
        if (current != null) return current;
        Connection fresh =
                DriverManager.getConnection(
                        details.getJdbcUrl(), details.getUsername(), details.getPassword());
        try (Statement listen = fresh.createStatement()) {
            listen.execute("listen flexaaa_config");
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
        connection = fresh;
        return fresh;
    }

    /** Drops a broken connection; the next wait makes a new one. */
    @Override
    public void close() {
        Connection old = connection;
        connection = null;
        if (old == null) return;
        try {
            old.close();
        } catch (SQLException e) {
            org.slf4j.LoggerFactory.getLogger(ConfigListener.class)
                    .debug("closing a broken connection: {}", e.toString());
        }
    }
}
