package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.transport.Radclient;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** EAP from the REST calls that set it up to eapol_test's verdict, in a whole server. */
@ServerTest
class EapServerIT {

    private static final String SECRET = "shared-by-eapol-and-server";
    private static final String PASSPHRASE = "correct-horse";

    @TempDir private Path folder = Path.of(".");
    private final Browser admin;
    private final SnapshotService snapshots;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    @Autowired
    EapServerIT(Api api, SnapshotService snapshots) {
        this.admin = api.signedIn(Role.ADMIN);
        this.snapshots = snapshots;
    }

    @BeforeEach
    void site() throws IOException {
        put("/api/v1/nas/eap-it", Map.of("address", "127.0.0.33", "secret", SECRET));
        put("/api/v1/authorities/eap-it", Map.of("trustedFor", List.of("eap")));
        Files.writeString(
                folder.resolve("ca.pem"),
                admin.get("/api/v1/authorities/eap-it").at("/certificatePem"));
        Answer server = issue(Map.of("purpose", "server", "names", List.of("dns:aaa.eap.example")));
        put(
                "/api/v1/tls-identities/eap?wait=applied",
                Map.of("certificateId", Long.valueOf(server.at("/certificate/id"))));
    }

    @Test
    void passwordsAndTheirLock() throws IOException {
        user("eap-it-alice", "wonderland-7");
        succeeds(peap("eap-it-alice", "wonderland-7"), "eap-it-alice");
        for (int i = 0; i < 40 && !"user-locked".equals(reason("eap-it-alice")); i++) {
            assertThat(peap("eap-it-alice", "wrong").run().succeeded()).isFalse();
        }
        assertThat(peap("eap-it-alice", "wonderland-7").run().succeeded()).isFalse();
        awaitReason("eap-it-alice", "user-locked");
    }

    @Test
    void aRevokedCertificateIsOutAtOnce() throws IOException {
        user("eap-it-bob", "unused-by-tls-1");
        Answer client =
                issue(
                        Map.of(
                                "purpose",
                                "client",
                                "subject",
                                "CN=eap-it-bob",
                                "passphrase",
                                PASSPHRASE));
        Files.write(folder.resolve("bob.p12"), Base64.getDecoder().decode(client.at("/pkcs12")));
        succeeds(certificate(), "eap-it-bob");
        admin.post(
                "/api/v1/certificates/" + client.at("/certificate/id") + ":revoke?wait=applied",
                "{\"reason\":\"key-compromise\"}");
        Awaitility.await().until(() -> !certificate().run().succeeded());
        awaitReason("eap-it-bob", "eap-certificate-revoked");
    }

    /** The code behind the password, by oathtool; then as an answer to a second question. */
    @Test
    void oneTimeCodes() throws Exception {
        user("eap-it-otto", "wonderland-7");
        Answer enrolled = admin.post("/api/v1/users/eap-it-otto/totp:enroll?wait=applied", "{}");
        assertThat(enrolled.status()).as(enrolled.body()).isBetween(200, 201);
        String secret = enrolled.at("/secret");
        applied();
        try {
            succeeds(tunnel("TTLS", "wonderland-7" + code(secret, 0), "auth=PAP"), "eap-it-otto");
            Eapol gtc =
                    plain("GTC", "eap-it-otto", "wonderland-7" + code(secret, 30)).withoutKeys();
            succeeds(gtc, "eap-it-otto");
            assertThat(gtc.run().succeeded()).as("a code serves once").isFalse();
            awaitReason("eap-it-otto", "code-used");
            // PAP in TTLS and the methods that compute with the password cannot ask.
            assertThat(tunnel("TTLS", "wonderland-7", "auth=PAP").run().succeeded()).isFalse();
            awaitReason("eap-it-otto", "one-time-code-needed");
            assertThat(peap("eap-it-otto", "wonderland-7").run().succeeded()).isFalse();
            try (GtcPeer peer = new GtcPeer("127.0.0.33", authPort, SECRET)) {
                assertThat(peer.begin("eap-it-otto")).isEqualTo("Password: ");
                assertThat(peer.answer("wonderland-7")).isEqualTo("One-time code: ");
                assertThat(peer.answer("000000")).isEqualTo("EAP-Failure");
                awaitReason("eap-it-otto", "wrong-code");
                peer.begin("eap-it-otto");
                peer.answer("wonderland-7");
                // Codes of the last three windows are taken, each once, only after those before.
                assertThat(peer.answer(code(secret, 60))).isEqualTo("EAP-Failure");
                peer.begin("eap-it-otto");
                assertThat(peer.answer("not-the-password")).isEqualTo("EAP-Failure");
                awaitReason("eap-it-otto", "wrong-password");
            }
        } finally {
            admin.delete("/api/v1/users/eap-it-otto");
        }
    }

    /** All of a group's and its parents' settings, conditions, templates and pools: in EAP, too. */
    @Test
    void usersGetTheirGroupsPolicy() throws IOException {
        put(
                "/api/v1/pools/eap-it-pool",
                Map.of("ranges", List.of("10.78.0.0/29"), "netmask", "255.255.255.248"));
        put(
                "/api/v1/groups/eap-it-base",
                Map.of(
                        "avPairs",
                        List.of(
                                "ipsec:dns-servers=192.0.2.53",
                                "ipsec:default-domain=base.example"),
                        "addressPool",
                        "eap-it-pool",
                        "conditional",
                        List.of(
                                Map.of(
                                        "when",
                                        Map.of("nas", List.of("eap-it")),
                                        "avPairs",
                                        List.of("ipsec:banner=at {{nas.name}}")),
                                Map.of(
                                        "when",
                                        Map.of("nas", List.of("another")),
                                        "avPairs",
                                        List.of("ipsec:banner=elsewhere")))));
        put(
                "/api/v1/groups/eap-it-staff",
                Map.of(
                        "parent",
                        "eap-it-base",
                        "avPairs",
                        List.of(
                                "ipsec:default-domain=staff.example",
                                "ip:interface-config=description {{peer.name}}")));
        put(
                "/api/v1/users/eap-it-pia?wait=applied",
                Map.of(
                        "group",
                        "eap-it-staff",
                        "avPairs",
                        List.of("ipsec:dns-servers=192.0.2.99"),
                        "password",
                        Map.of("storage", "reversible", "value", "wonderland-7")));
        List<String> expected =
                List.of(
                        "ipsec:banner=at eap-it",
                        "ipsec:default-domain=staff.example",
                        "ip:interface-config=description eap-it-pia",
                        "ipsec:dns-servers=192.0.2.99");

        Radclient.Reply pap =
                Radclient.ask(
                        "127.0.0.33",
                        authPort,
                        "auth",
                        SECRET,
                        "User-Name = \"eap-it-pia\"",
                        "User-Password = \"wonderland-7\"");
        assertThat(pap.accepted()).as(pap.output()).isTrue();
        assertThat(pap.avPairs()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(pap.attributes())
                .contains("Framed-IP-Address = 10.78.0.1", "Framed-IP-Netmask = 255.255.255.248");

        Eapol.Outcome eap = peap("eap-it-pia", "wonderland-7").run();
        assertThat(eap.succeeded()).as(eap.output()).isTrue();
        // The same address: it is the holder's.
        assertThat(eap.output()).contains("Value: 10.78.0.1");
        for (String pair : expected) {
            assertThat(eap.output())
                    .as(pair)
                    .contains(HexFormat.of().formatHex(pair.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(eap.output())
                .doesNotContain(
                        HexFormat.of().formatHex("elsewhere".getBytes(StandardCharsets.UTF_8)));
        // A placeholder without a value, and a pool without an address, are refusals that say so.
        put(
                "/api/v1/groups/eap-it-staff?wait=applied",
                Map.of("parent", "eap-it-base", "avPairs", List.of("ipsec:banner={{nas.motto}}")));
        assertThat(peap("eap-it-pia", "wonderland-7").run().succeeded()).isFalse();
        awaitReason("eap-it-pia", "template-unresolved");
        assertThat(last("eap-it-pia").at("/items/0/sentence")).contains("nas.motto");
        admin.delete("/api/v1/users/eap-it-pia");
        admin.delete("/api/v1/groups/eap-it-staff");
        admin.delete("/api/v1/groups/eap-it-base");
    }

    private static String code(String secret, int laterSeconds) throws Exception {
        String at = "@" + (Instant.now().getEpochSecond() + laterSeconds);
        Process process =
                new ProcessBuilder("oathtool", "--totp", "-b", "-N", at, secret)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    private Eapol plain(String method, String user, String password) {
        return new Eapol(folder, authPort, SECRET)
                .from("127.0.0.33")
                .with("eap=" + method)
                .with("identity=\"" + user + "\"")
                .with("password=\"" + password + "\"");
    }

    private Eapol tunnel(String method, String password, String phase2) {
        return plain(method, "eap-it-otto", password)
                .with("ca_cert=\"" + folder.resolve("ca.pem") + "\"")
                .with("phase2=\"" + phase2 + "\"")
                .tls("1.3", "");
    }

    private Eapol peap(String user, String password) {
        return new Eapol(folder, authPort, SECRET)
                .from("127.0.0.33")
                .with("eap=PEAP")
                .with("identity=\"" + user + "\"")
                .with("password=\"" + password + "\"")
                .with("ca_cert=\"" + folder.resolve("ca.pem") + "\"")
                .with("phase2=\"auth=MSCHAPV2\"")
                .tls("1.3", "");
    }

    private Eapol certificate() {
        return new Eapol(folder, authPort, SECRET)
                .from("127.0.0.33")
                .with("eap=TLS")
                .with("identity=\"eap-it-bob\"")
                .with("ca_cert=\"" + folder.resolve("ca.pem") + "\"")
                .with("private_key=\"" + folder.resolve("bob.p12") + "\"")
                .with("private_key_passwd=\"" + PASSPHRASE + "\"")
                .tls("1.3", "");
    }

    private void succeeds(Eapol peer, String name) throws IOException {
        Eapol.Outcome outcome = peer.run();
        assertThat(outcome.succeeded()).as(outcome.output() + last(name).body()).isTrue();
        Awaitility.await().until(() -> "accept".equals(last(name).at("/items/0/result")));
    }

    private Answer last(String name) {
        return admin.get("/api/v1/decisions?limit=1&q=" + name);
    }

    private String reason(String name) {
        return last(name).at("/items/0/reason");
    }

    private void awaitReason(String name, String reason) {
        Awaitility.await().until(() -> reason.equals(reason(name)));
    }

    private void user(String name, String password) {
        put(
                "/api/v1/users/" + name + "?wait=applied",
                Map.of("password", Map.of("storage", "reversible", "value", password)));
    }

    private Answer issue(Map<String, ?> order) {
        Map<String, Object> body = new HashMap<>(order);
        body.put("authority", "eap-it");
        Answer issued =
                admin.post("/api/v1/certificates", JsonMapper.shared().writeValueAsString(body));
        assertThat(issued.status()).as(issued.body()).isEqualTo(201);
        return issued;
    }

    private void put(String path, Map<String, ?> body) {
        Answer answer = admin.put(path, JsonMapper.shared().writeValueAsString(body));
        assertThat(answer.status()).as(path + answer.body()).isBetween(200, 201);
        applied();
    }

    /** What was written is what requests are answered from. */
    private void applied() {
        try {
            assertThat(snapshots.awaitApplied(Duration.ofSeconds(20))).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
