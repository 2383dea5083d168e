package io.flexaaa.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class ManagedPostgresIT {

    @Test
    void keepsDataAcrossRestartsAndLetsNobodyElseIn(@TempDir Path home) throws Exception {
        Path folder = home.resolve("postgres");
        try (ManagedPostgres postgres = ManagedPostgres.start(folder)) {
            postgres.ensureDatabase("kept");
            try (Connection c = connect(postgres, postgres.password());
                    Statement s = c.createStatement()) {
                s.execute("create table t as select 42 as answer");
                assertThat(setting(s, "fsync")).isEqualTo("on");
                assertThat(setting(s, "synchronous_commit")).isEqualTo("on");
                assertThat(setting(s, "listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(setting(s, "unix_socket_directories")).isEmpty();
            }
            assertThatThrownBy(() -> connect(postgres, "guess")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> ManagedPostgres.start(folder))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasStackTraceContaining("in use by another server");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
        try (ManagedPostgres postgres = ManagedPostgres.start(folder);
                Connection c = connect(postgres, postgres.password());
                Statement s = c.createStatement();
                ResultSet row = s.executeQuery("select answer from t")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(42);
        }
    }

    private static Connection connect(ManagedPostgres postgres, String password)
            throws SQLException {
        return DriverManager.getConnection(postgres.url("kept"), postgres.username(), password);
    }

    private static String setting(Statement s, String name) throws SQLException {
        try (ResultSet row = s.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
