package io.flexaaa.server.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL for tests: FLEXAAA_TEST_DB_URL (with _USERNAME and _PASSWORD), else a container
 * where a Docker engine answers, else the product's own managed PostgreSQL. {@code
 * FLEXAAA_TEST_DB=testcontainers} or {@code managed} insists on one of the two, so that a run that
 * should have seen a container fails when it has not. One server a test run, a fresh database for
 * each who asks.
 */
public final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable Server server;

    private TestDatabase() {}

    private record Server(String kind, String url, String username, String password) {}

    /** A fresh, empty database. */
    public record Fresh(String url, String username, String password) {}

    public static synchronized Fresh fresh() {
        Server running = server;
        if (running == null) {
            running = start();
            server = running;
            System.out.println(
                    "Test database: "
                            + running.kind
                            + ", PostgreSQL "
                            + version(running)
                            + ", "
                            + running.url);
        }
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        try (Connection c =
                        DriverManager.getConnection(
                                running.url, running.username, running.password);
                Statement create = c.createStatement()) {
            create.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("no test database on " + running.url, e);
        }
        String url = running.url.replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1");
        return new Fresh(url, running.username, running.password);
    }

    private static String version(Server server) {
        try (Connection c =
                        DriverManager.getConnection(server.url, server.username, server.password);
                Statement ask = c.createStatement();
                ResultSet row = ask.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("no answer from " + server.url, e);
        }
    }

    private static Server start() {
        String wanted = environment("FLEXAAA_TEST_DB", "");
        String given = System.getenv("FLEXAAA_TEST_DB_URL");
        if (given != null && !given.isBlank()) {
            return new Server(
                    "given by FLEXAAA_TEST_DB_URL",
                    given,
                    environment("FLEXAAA_TEST_DB_USERNAME", "postgres"),
                    environment("FLEXAAA_TEST_DB_PASSWORD", ""));
        }
        // The socket first: a machine without Docker never enters Testcontainers' own search.
        boolean maybe =
                System.getenv("DOCKER_HOST") != null
                        || Files.exists(Path.of("/var/run/docker.sock"));
        if (!wanted.equals("managed")
                && maybe
                && DockerClientFactory.instance().isDockerAvailable()) {
            Server container = container();
            if (container != null) return container;
        }
        if (wanted.equals("testcontainers")) {
            throw new IllegalStateException(
                    "FLEXAAA_TEST_DB=testcontainers, and no container could be had: DOCKER_HOST is "
                            + environment("DOCKER_HOST", "not set"));
        }
        Path folder = Path.of("target", "test-postgres").toAbsolutePath();
        ManagedPostgres postgres = ManagedPostgres.start(folder);
        // After the contexts, which are closed by a hook of their own.
        SpringApplication.getShutdownHandlers().add(postgres::close);
        return new Server(
                "managed by the product",
                postgres.url("postgres"),
                postgres.username(),
                postgres.password());
    }

    /** Null, and said so, where the engine answers but cannot get the image. */
    private static @Nullable Server container() {
        // The image of docker-compose.yml.
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        try {
            container.start();
        } catch (ContainerLaunchException | ContainerFetchException e) {
            System.out.println("Test database: no container, " + e.getMessage());
            container.close();
            return null;
        }
        return new Server(
                "Testcontainers",
                container.getJdbcUrl(),
                container.getUsername(),
                container.getPassword());
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }
}
