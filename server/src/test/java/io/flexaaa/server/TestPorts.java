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
                    Map.ofEntries(
                            Map.entry("flexaaa.database.url", database.url()),
                            Map.entry("flexaaa.database.username", database.username()),
                            Map.entry("flexaaa.database.password", database.password()),
                            Map.entry("flexaaa.data", data.toString()),
                            Map.entry("flexaaa.radius.auth-ports", freeUdpPort()),
                            Map.entry("flexaaa.radius.acct-ports", freeUdpPort()),
                            Map.entry("flexaaa.radsec.address", "127.0.0.1"),
                            Map.entry("flexaaa.radsec.port", freeTcpPort()),
                            // Nobody listens there until a test starts a provider.
                            Map.entry("flexaaa.oidc.issuer", "http://127.0.0.1:" + freeTcpPort()),
                            Map.entry("flexaaa.oidc.client-id", "flexaaa"),
                            Map.entry("flexaaa.oidc.client-secret", "oidc-client-secret-4711"),
                            Map.entry("flexaaa.oidc.roles", "netops=operator,aaa-admins=admin"));
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test ports", properties));
        } catch (IOException e) {
            throw new UncheckedIOException("no data folder or port for the test", e);
        }
    }

    private static String freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private static String freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
