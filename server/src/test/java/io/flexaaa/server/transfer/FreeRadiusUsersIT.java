package io.flexaaa.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.foreign.FreeRadius;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A FreeRADIUS that reads our exported users file answers radclient as we do. */
@ServerTest
class FreeRadiusUsersIT {
    private final Api api;
    private final SnapshotService snapshot;
    private final int ourPort;

    @Autowired
    FreeRadiusUsersIT(
            Api api, SnapshotService snapshot, @Value("${flexaaa.radius.auth-ports}") int ourPort) {
        this.api = api;
        this.snapshot = snapshot;
        this.ourPort = ourPort;
    }

    @Test
    void bothAnswerTheSameLookUpsAlike(@TempDir Path folder) throws Exception {
        Browser admin = api.signedIn(Role.ADMIN);
        admin.put(
                "/api/v1/peers/frx-one",
                "{\"framedIp\":\"192.0.2.71\",\"framedNetmask\":\"255.255.255.0\",\"acctInterimSeconds\":300,\"avPairs\":[\"ip:interface-config=ip"
                    + " mtu 1400\",\"ipsec:route-set=remote ipv4 10.71.0.0 255.255.0.0\"],"
                    + "\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"frx-\\\"key\\\\-4711\"}}");
        admin.put(
                "/api/v1/peers/frx-two",
                "{\"framedPool\":\"POOL 2\",\"addrV6\":\"2001:db8::2/64\","
                    + "\"psk\":{\"kind\":\"asymmetric\",\"local\":\"frx-local-4711\",\"remote\":\"frx-remote-4711\"}}");
        admin.put("/api/v1/peers/frx-off", "{\"enabled\":false}");
        admin.put("/api/v1/nas/frx", "{\"address\":\"127.0.0.1\",\"secret\":\"testing123\"}");
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
        String users = admin.get("/api/v1/export?format=freeradius-users&secrets=clear").body();
        Files.writeString(folder.resolve("users"), users);
        try (FreeRadius theirs = FreeRadius.start(folder, "users.conf")) {
            int theirPort = theirs.port();
            for (String name : List.of("frx-one", "frx-two", "frx-off")) {
                List<String> ours = lookUp(ourPort, name);
                assertThat(ours).as(name).isNotEmpty();
                assertThat(lookUp(theirPort, name)).as(name).isEqualTo(ours);
            }
            assertThat(lookUp(ourPort, "frx-one").toString())
                    .contains("Access-Accept")
                    .contains("Framed-IP-Address = 192.0.2.71")
                    .contains("4711");
            assertThat(lookUp(theirPort, "frx-off").toString()).contains("Access-Reject");
        } finally {
            admin.delete("/api/v1/nas/frx");
        }
        // And back: what FreeRADIUS reads, we read without a change.
        var back =
                admin.post("/api/v1/import?format=freeradius-users&dryRun=true&mode=each", users);
        for (var row : back.json().get("rows"))
            if (List.of("frx-one", "frx-off").contains(row.get("name").asString()))
                assertThat(row.get("verdict").asString()).as(row.toString()).isEqualTo("SAME");
    }

    /** Answer and attributes; the salt of a Tunnel-Password is gone once radclient opened it. */
    private static List<String> lookUp(int port, String name)
            throws IOException, InterruptedException {
        Process radclient =
                new ProcessBuilder(
                                "radclient",
                                "-x",
                                "-r",
                                "1",
                                "-t",
                                "5",
                                "127.0.0.1:" + port,
                                "auth",
                                "testing123")
                        .redirectErrorStream(true)
                        .start();
        try (var out = radclient.getOutputStream()) {
            out.write(
                    ("User-Name=\""
                                    + name
                                    + "\",User-Password=\"cisco\",Service-Type=Outbound-User,"
                                    + "Message-Authenticator=0x00\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(radclient.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        radclient.waitFor();
        List<String> lines = text.lines().toList();
        int received = 0;
        while (received < lines.size() && !lines.get(received).startsWith("Received")) received++;
        return lines.subList(received, lines.size()).stream()
                .map(String::strip)
                .map(l -> l.replaceFirst("(Received \\S+).*", "$1"))
                .filter(l -> l.startsWith("Received") || l.contains(" = "))
                .filter(l ->
                        !l.startsWith("Message-Authenticator") && !l.startsWith("Reply-Message"))
                .sorted()
                .toList();
    }
}
