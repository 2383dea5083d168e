package io.flexaaa.server.database;

import io.flexaaa.server.database.internal.PostgresProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL that this process starts, keeps and stops: durable, password-protected, on 127.0.0.1
 * only, in folders of mode 700. Meant for trying out, labs and one small site; an external one is a
 * matter of {@code flexaaa.database.url}.
 */
public final class ManagedPostgres implements AutoCloseable {

    public static final String USER = "flexaaa";

    private final PostgresProcess process;

    private ManagedPostgres(PostgresProcess process) {
        this.process = process;
    }

    /** Starts it on {@code folder}, making the data directory on the first run. */
    public static ManagedPostgres start(Path folder) {
        try {
            return new ManagedPostgres(PostgresProcess.start(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("managed PostgreSQL in " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting PostgreSQL", e);
        }
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + process.port() + "/" + database;
    }

    public String username() {
        return USER;
    }

    public String password() {
        return process.password();
    }

    public int port() {
        return process.port();
    }

    public long pid() {
        return process.pid();
    }

    /** Makes the database if it is not there. */
    public void ensureDatabase(String name) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("database name " + name);
        }
        try (Connection c = DriverManager.getConnection(url("postgres"), username(), password());
                PreparedStatement query =
                        c.prepareStatement("select 1 from pg_database where datname = ?");
                Statement create = c.createStatement()) {
            query.setString(1, name);
            try (ResultSet found = query.executeQuery()) {
                if (!found.next()) create.execute("create database " + name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make database " + name, e);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
