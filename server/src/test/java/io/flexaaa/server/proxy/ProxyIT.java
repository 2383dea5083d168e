package io.flexaaa.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A realm at real home servers (FreeRADIUS), asked by radclient and eapol_test, which are not ours
 * either.
 */
@ServerTest
class ProxyIT {
    private static final String NAS = "127.79.0.1";
    private static final String NAS_SECRET = "proxy-nas-secret";
    private static final String GOOD = "User-Password = \"home-Passw0rd\"";
    private final Api api;
    private final Environment environment;
    private final SnapshotService snapshots;

    @TempDir private Path folder;

    @Autowired
    ProxyIT(Api api, Environment environment, SnapshotService snapshots) {
        this.api = api;
        this.environment = environment;
        this.snapshots = snapshots;
    }

    @BeforeEach
    void nas() {
        Answer put =
                api.signedIn(Role.ADMIN)
                        .put(
                                "/api/v1/nas/proxy-hub",
                                "{\"address\":\"" + NAS + "\",\"secret\":\"" + NAS_SECRET + "\"}");
        assertThat(put.status()).as(put.body()).isBetween(200, 201);
    }

    @Test
    void papChapAndEapGoThroughAndKeysAreHiddenAnew() throws Exception {
        try (var home = new FreeRadiusHome("alpha", Files.createDirectories(folder.resolve("a")))) {
            realm(
                    "home.example",
                    "\"strip\":true,\"denyAttributes\":[\"ipsec:dns-servers\"],"
                            + "\"forwardAccounting\":true",
                    home.authPort(),
                    home.acctPort());

            String pap = radclient("auth", 5, 2, "User-Name = \"anna@home.example\"", GOOD);
            String wrong =
                    radclient(
                            "auth",
                            5,
                            2,
                            "User-Name = \"anna@home.example\"",
                            "User-Password = \"wrong\"");
            String chap =
                    radclient(
                            "auth",
                            5,
                            2,
                            "User-Name = \"anna@home.example\"",
                            "CHAP-Password = \"home-Passw0rd\"");
            String elsewhere = radclient("auth", 5, 2, "User-Name = \"anna@here.example\"", GOOD);
            String acct =
                    radclient(
                            "acct",
                            5,
                            2,
                            "User-Name = \"anna@home.example\"",
                            "Acct-Status-Type = Start",
                            "Acct-Session-Id = \"PX1\"");

            assertThat(pap)
                    .contains(
                            "Received Access-Accept",
                            "alpha knows anna\"",
                            "Framed-IP-Address = 10.44.0.7",
                            "key-from-home",
                            "ip mtu 1380")
                    .doesNotContain("10.44.0.1", "Proxy-State");
            assertThat(wrong).contains("Received Access-Reject");
            assertThat(chap).contains("Received Access-Accept", "alpha knows anna");
            assertThat(elsewhere).contains("Received Access-Reject");
            assertThat(acct).contains("Received Accounting-Response");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> home.received("Accounting-Request") == 1);
            assertThat(eapolTest("anna@home.example", "home-Passw0rd"))
                    .contains("SUCCESS")
                    .contains("MPPE keys OK: 1  mismatch: 0");
            assertThat(eapolTest("anna@home.example", "wrong")).contains("FAILURE");
            Browser auditor = api.signedIn(Role.AUDITOR);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> {
                        Answer log =
                                auditor.get(
                                        "/api/v1/decisions?peer=anna@home.example&result=accept");
                        assertThat(log.at("/items/0/kind")).as(log.body()).isEqualTo("proxy");
                        assertThat(log.at("/items/0/sentence")).contains("realm home.example");
                    });
        }
    }

    @Test
    void theSecondHomeServerAnswersWhenTheFirstIsKilled() throws Exception {
        try (var first = new FreeRadiusHome("one", Files.createDirectories(folder.resolve("1")));
                var second =
                        new FreeRadiusHome("two", Files.createDirectories(folder.resolve("2")))) {
            realm("over.example", "\"timeoutMillis\":60000,\"deadSeconds\":3600", first, second);
            assertThat(radclient("auth", 5, 2, "User-Name = \"anna@over.example\"", GOOD))
                    .contains("one knows anna@over.example");

            first.kill();

            // A timeout of 60 s lets a push wait; that the server is gone is found by
            // Status-Server.
            assertThat(radclient("auth", 4, 5, "User-Name = \"anna@over.example\"", GOOD))
                    .contains("two knows anna@over.example");
            long startNs = System.nanoTime();
            assertThat(radclient("auth", 4, 5, "User-Name = \"bert@over.example\"", GOOD))
                    .contains("two knows bert@over.example");
            assertThat((System.nanoTime() - startNs) / 1_000_000)
                    .as("the dead one is not waited for again")
                    .isLessThan(2_500);
        }
    }

    @Test
    void aSlowPushIsMadeOnceHoweverOftenTheNasAsks() throws Exception {
        try (var slow = new SlowHome(10_000)) {
            realm("push.example", "\"timeoutMillis\":60000", slow.port(), slow.port());

            // Five transmissions under one identifier ...
            String answer = radclient("auth", 2, 8, "User-Name = \"anna@push.example\"", GOOD);

            assertThat(answer).contains("Received Access-Accept");
            assertThat(slow.requests).hasValue(1);
            assertThat(slow.probes).as("asked whether it lives").hasPositiveValue();
        }
        try (var slow = new SlowHome(4_000)) {
            realm("push.example", "\"timeoutMillis\":60000", slow.port(), slow.port());
            // ... and two NAS processes that ask the same with identifiers and ports of their own.
            List<Process> asked = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                asked.add(start("auth", 10, 0, "User-Name = \"bert@push.example\"", GOOD));
            }
            for (Process p : asked) {
                assertThat(new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("Received Access-Accept");
            }
            assertThat(slow.requests).hasValue(1);
        }
    }

    @Test
    void nobodyHomeIsSilenceAndALineInTheLog() throws Exception {
        realm("gone.example", "\"timeoutMillis\":500,\"statusServer\":false", 9, 9);

        assertThat(radclient("auth", 2, 0, "User-Name = \"anna@gone.example\"", GOOD))
                .contains("No reply");

        Browser auditor = api.signedIn(Role.AUDITOR);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(
                                        auditor.get("/api/v1/decisions?peer=anna@gone.example")
                                                .at("/items/0/reason"))
                                .isEqualTo("proxy-no-answer"));
    }

    @Test
    void badRealmsAreRefusedAndSecretsKept() {
        Browser admin = api.signedIn(Role.ADMIN);
        String url = "/api/v1/realms/bad.example";
        List<String> bad =
                List.of(
                        "{}",
                        "{\"homeServers\":[]}",
                        "{\"homeServers\":[{\"address\":\"radius.example\",\"secret\":\"x\"}]}",
                        "{\"homeServers\":[{\"address\":\"10.0.0.1\"}]}",
                        "{\"homeServers\":[{\"address\":\"10.0.0.1\",\"secret\":\"x\",\"authPort\":0}]}",
                        "{\"match\":\"**\",\"homeServers\":[{\"address\":\"10.0.0.1\",\"secret\":\"x\"}]}",
                        "{\"timeoutMillis\":1,\"homeServers\":[{\"address\":\"10.0.0.1\",\"secret\":\"x\"}]}",
                        "{\"denyAttributes\":[\"Nonsense\"],\"homeServers\":[{\"address\":\"10.0.0.1\",\"secret\":\"x\"}]}");
        for (String body : bad) {
            Answer answer = admin.put(url, body);
            assertThat(answer.status()).as(body + " -> " + answer.body()).isEqualTo(422);
        }
        assertThat(admin.get(url).status()).isEqualTo(404);
        String home = "{\"enabled\":false,\"homeServers\":[{\"address\":\"10.0.0.1\"%s}]}";
        Answer created = admin.put(url, home.formatted(",\"secret\":\"s3cr3t-home\""));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).doesNotContain("s3cr3t-home");
        Answer kept =
                admin.put(url, home.formatted(""), "If-Match", created.header("ETag").orElse(""));
        assertThat(kept.at("/homeServers/0/secretSet")).as(kept.body()).isEqualTo("true");
        assertThat(admin.put(url, home.formatted(""), "If-Match", "\"0\"").status()).isEqualTo(412);
        assertThat(admin.delete(url).status()).isEqualTo(204);
    }

    private void realm(String name, String settings, FreeRadiusHome... homes)
            throws InterruptedException {
        int[] ports = new int[homes.length * 2];
        for (int i = 0; i < homes.length; i++) {
            ports[2 * i] = homes[i].authPort();
            ports[2 * i + 1] = homes[i].acctPort();
        }
        realm(name, settings, ports);
    }

    private void realm(String name, String settings, int... ports) throws InterruptedException {
        List<String> homes = new ArrayList<>();
        for (int i = 0; i < ports.length; i += 2) {
            homes.add(
                    "{\"address\":\"127.0.0.1\",\"authPort\":"
                            + ports[i]
                            + ",\"acctPort\":"
                            + ports[i + 1]
                            + ",\"secret\":\""
                            + FreeRadiusHome.SECRET
                            + "\"}");
        }
        Answer put =
                api.signedIn(Role.ADMIN)
                        .put(
                                "/api/v1/realms/" + name,
                                "{"
                                        + settings
                                        + ",\"requireMessageAuthenticator\":false"
                                        + ",\"nas\":[\"proxy-hub\"],\"homeServers\":["
                                        + String.join(",", homes)
                                        + "]}");
        assertThat(put.status()).as(put.body()).isBetween(200, 201);
        assertThat(snapshots.awaitApplied(Duration.ofSeconds(10))).isTrue();
    }

    private String radclient(String kind, int timeout, int retries, String... attributes)
            throws IOException, InterruptedException {
        Process process = start(kind, timeout, retries, attributes);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        return output;
    }

    private Process start(String kind, int timeout, int retries, String... attributes)
            throws IOException {
        String port =
                environment.getRequiredProperty(
                        "flexaaa.radius." + (kind.equals("acct") ? "acct" : "auth") + "-ports");
        Process process =
                new ProcessBuilder(
                                "radclient",
                                "-x",
                                "-t",
                                String.valueOf(timeout),
                                "-r",
                                String.valueOf(retries + 1),
                                "127.0.0.1:" + port,
                                kind,
                                NAS_SECRET)
                        .redirectErrorStream(true)
                        .start();
        List<String> lines = new ArrayList<>(List.of(attributes));
        lines.add("Packet-Src-IP-Address = " + NAS);
        if (kind.equals("auth")) lines.add("Message-Authenticator = 0x00");
        process.outputWriter().append(String.join("\n", lines)).append("\n").close();
        return process;
    }

    private String eapolTest(String user, String password)
            throws IOException, InterruptedException {
        Path conf = folder.resolve("eapol.conf");
        Files.writeString(
                conf,
                "network={\n ssid=\"x\"\n key_mgmt=WPA-EAP\n eap=MSCHAPV2\n identity=\""
                        + user
                        + "\"\n password=\""
                        + password
                        + "\"\n}\n");
        Process process =
                new ProcessBuilder(
                                "eapol_test",
                                "-c",
                                conf.toString(),
                                "-a",
                                "127.0.0.1",
                                "-A",
                                NAS,
                                "-p",
                                environment.getRequiredProperty("flexaaa.radius.auth-ports"),
                                "-s",
                                NAS_SECRET,
                                "-t",
                                "10")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        return output;
    }
}
