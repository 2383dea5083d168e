package io.flexaaa.server.snapshot.store;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * LISTEN on a connection of its own: a pooled one would go back with the LISTEN on it, and a
 * transaction-mode proxy would lose it. A notification only shortens the wait; who missed one is a
 * second late, not wrong.
 */
@Component
public class ConfigListener implements AutoCloseable {

    /** A database that says nothing for so long is taken for lost. */
    private static final String SILENT_SECONDS = "3";

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

    /**
     * The version of what is committed. Asked on this connection: one of the pool would wait for
     * minutes where the network swallows packets without a word.
     */
    public long version() {
        try (Statement ask = connect().createStatement();
                ResultSet row = ask.executeQuery("select v from config_version")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("asking for the version", e);
        }
    }

    private Connection connect() throws SQLException {
        Connection current = connection;
        if (current != null) return current;
        Properties how = new Properties();
        String user = details.getUsername();
        if (user != null) how.setProperty("user", user);
        String password = details.getPassword();
        if (password != null) how.setProperty("password", password);
        how.setProperty("connectTimeout", SILENT_SECONDS);
        how.setProperty("loginTimeout", SILENT_SECONDS);
        how.setProperty("socketTimeout", SILENT_SECONDS);
        Connection fresh = DriverManager.getConnection(details.getJdbcUrl(), how);
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
