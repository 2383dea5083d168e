package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** EAP from the REST calls that set it up to eapol_test's verdict, in a whole server. */
@ServerTest
class EapServerIT {

    private static final String SECRET = "shared-by-eapol-and-server";
    private static final String PASSPHRASE = "correct-horse";

    @TempDir private Path folder = Path.of(".");
    private final Browser admin;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    @Autowired
    EapServerIT(Api api) {
        admin = api.signedIn(Role.ADMIN);
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
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
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
    }
}
