package io.flexaaa.server;

import io.flexaaa.server.database.TestDatabase;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives each context a database, a data folder and RADIUS ports of its own. */
public final class TestPorts
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var environment = context.getEnvironment();
            // A test that restarts its server brings the folder and the database of the one before.
            String kept = environment.getProperty("test.data");
            Path data =
                    kept == null
                            ? Files.createTempDirectory(target, "test-data-").resolve("data")
                            : Path.of(kept);
            TestDatabase.Fresh database =
                    kept == null
                            ? TestDatabase.fresh()
                            : new TestDatabase.Fresh(
                                    environment.getRequiredProperty("test.database.url"),
                                    environment.getRequiredProperty("test.database.username"),
                                    environment.getRequiredProperty("test.database.password"));
            Map<String, Object> properties =
                    Map.of(
                            "flexaaa.database.url", database.url(),
                            "flexaaa.database.username", database.username(),
                            "flexaaa.database.password", database.password(),
                            "flexaaa.data", data.toString(),
                            "flexaaa.radius.auth-ports", String.valueOf(freeUdpPort()),
                            "flexaaa.radius.acct-ports", String.valueOf(freeUdpPort()),
                            "flexaaa.radsec.address", "127.0.0.1",
                            "flexaaa.radsec.port", String.valueOf(freeTcpPort()));
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test ports", properties));
        } catch (IOException e) {
            throw new UncheckedIOException("no data folder or port for the test", e);
        }
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
