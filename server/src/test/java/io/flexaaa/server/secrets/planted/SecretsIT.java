package io.flexaaa.server.secrets.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Browser;
import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Secrets go in everywhere one can; then everything that can be read is searched for them. A value
 * that may be seen goes the same ways and must be found in each place, or the search proves
 * nothing.
 */
@ServerTest
class SecretsIT {
    private final Planted planted = new Planted();
    private final Planted control = new Planted();
    private final String visible = Planter.fresh("visible");
    private final ByteArrayOutputStream hooked = new ByteArrayOutputStream();
    private final ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    private final Api api;
    private final Environment environment;
    private final JdbcTemplate jdbc;
    private final MeterRegistry meters;
    private final HttpServer hook;

    @TempDir private Path folder;

    @Autowired
    SecretsIT(Api api, Environment environment, JdbcTemplate jdbc, MeterRegistry meters)
            throws IOException {
        this.api = api;
        this.environment = environment;
        this.jdbc = jdbc;
        this.meters = meters;
        control.add("control", visible);
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        hook.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    synchronized (hooked) {
                        hooked.writeBytes(body);
                        hooked.writeBytes(
                                exchange.getRequestHeaders()
                                        .entrySet()
                                        .toString()
                                        .getBytes(StandardCharsets.UTF_8));
                    }
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        hook.start();
    }

    @AfterEach
    void stop() {
        hook.stop(0);
        // The registry is every test's.
        meters.remove(meters.counter("flexaaa.control", "value", visible));
    }

    @Test
    void noPlantedSecretIsFoundAnywhere() throws Exception {
        Browser admin = api.signedIn(Role.ADMIN);
        var planter = new Planter(planted, admin);
        var traffic = new Traffic(planter, visible, admin, environment, folder);
        var rest = new RestTraffic(planter, visible, admin, api);
        planter.add(
                "secret of the OpenID client",
                environment.getRequiredProperty("flexaaa.oidc.client-secret"));
        try (var places = new Places(planted, jdbc);
                var controls = new Places(control, jdbc);
                InputStream _ = events(admin)) {
            LoggerFactory.getLogger("io.flexaaa.control").debug("control {}", visible);
            meters.counter("flexaaa.control", "value", visible).increment();
            Files.writeString(data().resolve("control"), visible);
            traffic.site("http://127.0.0.1:" + hook.getAddress().getPort() + "/");
            traffic.logins();
            rest.refusals();
            rest.keysInLists();
            traffic.sessions();
            rest.transfers();
            rest.operators();
            await().atMost(Duration.ofSeconds(20)).until(() -> hooked().contains(visible));
            await().atMost(Duration.ofSeconds(20)).until(() -> streamed().contains(visible));

            Crawl secrets = crawl(planted, admin);
            Crawl seen = crawl(control, admin);
            System.out.println(
                    "planted secrets: "
                            + planter.count()
                            + " values, "
                            + secrets.visited().size()
                            + " HTTP answers read");

            assertThat(controls.log()).as("log").contains("control");
            assertThat(controls.tables().keySet())
                    .as("tables")
                    .contains("public.peer", "public.audit", "public.decision");
            assertThat(controls.databaseFiles().keySet())
                    .as("database files")
                    .anyMatch(f -> f.startsWith("base/"))
                    .anyMatch(f -> f.startsWith("pg_wal/"));
            assertThat(controls.files(data()).keySet()).as("files").hasSize(1);
            assertThat(seen.found().keySet())
                    .as("HTTP")
                    .contains(
                            "/api/v1/audit",
                            "/api/v1/decisions",
                            "/api/v1/peers",
                            "/api/v1/peers/secrets-spoke",
                            "/api/v1/export",
                            "/actuator/prometheus")
                    .anyMatch(p -> p.startsWith("/api/v1/decisions/"));

            assertThat(places.log()).as("log").isEmpty();
            assertThat(places.tables()).as("tables").isEmpty();
            assertThat(places.databaseFiles()).as("database files").isEmpty();
            assertThat(places.files(data(), Path.of("target", "test-postgres")))
                    .as("files")
                    .isEmpty();
            assertThat(secrets.found()).as("HTTP").isEmpty();
            assertThat(planted.in(hooked())).as("webhooks").isEmpty();
            assertThat(planted.in(streamed())).as("event stream").isEmpty();
        } finally {
            Files.deleteIfExists(data().resolve("control"));
            planter.remove();
        }
    }

    private Crawl crawl(Planted what, Browser admin) throws IOException, InterruptedException {
        Crawl crawl = new Crawl(what, admin).run();
        for (String format : new String[] {"json", "freeradius-users", "csv&kind=peer"})
            crawl.file("/api/v1/export?format=" + format);
        crawl.file(
                "/api/v1/export?format=json&secrets=sealed", "X-FlexAAA-Passphrase", passphrase());
        return crawl;
    }

    /** The passphrase of the sealed export is a secret like the others. */
    private String passphrase() {
        String passphrase = Planter.fresh("passphrase");
        planted.add("passphrase of an export", passphrase);
        return passphrase;
    }

    private Path data() {
        return Path.of(environment.getRequiredProperty("flexaaa.data"));
    }

    private String hooked() {
        synchronized (hooked) {
            return hooked.toString(StandardCharsets.UTF_8);
        }
    }

    private String streamed() {
        synchronized (streamed) {
            return streamed.toString(StandardCharsets.UTF_8);
        }
    }

    /** What the console is told while it happens. */
    private InputStream events(Browser admin) throws IOException, InterruptedException {
        InputStream in =
                admin.http()
                        .send(
                                admin.request("/api/v1/events").GET().build(),
                                BodyHandlers.ofInputStream())
                        .body();
        Thread.ofVirtual()
                .start(() -> {
                    byte[] some = new byte[8192];
                    try {
                        for (int n = in.read(some); n > 0; n = in.read(some)) {
                            synchronized (streamed) {
                                streamed.write(some, 0, n);
                            }
                        }
                    } catch (IOException closed) {
                        // The test is over.
                        assertThat(closed).isNotNull();
                    }
                });
        return in;
    }
}
