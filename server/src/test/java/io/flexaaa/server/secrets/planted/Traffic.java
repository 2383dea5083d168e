package io.flexaaa.server.secrets.planted;

import static io.flexaaa.server.secrets.planted.Planter.json;
import static io.flexaaa.server.secrets.planted.Planter.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.testclient.TestClient;
import io.flexaaa.server.testclient.TestRequest;
import io.flexaaa.server.testclient.TestRequest.NamedValue;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.springframework.core.env.Environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A site whose every secret is planted, and its traffic, by RADIUS and REST. */
final class Traffic {
    private static final String NAS = "127.0.0.61";
    private static final String GHOST = "127.0.0.62";
    private final Planter planter;
    private final String visible;
    private final Browser admin;
    private final Path folder;
    private final int authPort;
    private final int acctPort;

    Traffic(Planter planter, String visible, Browser admin, Environment environment, Path folder) {
        this.planter = planter;
        this.visible = visible;
        this.admin = admin;
        this.folder = folder;
        this.authPort =
                Integer.parseInt(environment.getRequiredProperty("flexaaa.radius.auth-ports"));
        this.acctPort =
                Integer.parseInt(environment.getRequiredProperty("flexaaa.radius.acct-ports"));
    }

    private String s(String what) {
        return planter.s(what);
    }

    // The site -----------------------------------------------------------------------------------

    void site(String hook) throws IOException {
        planter.put(
                "/api/v1/nas/secrets-hub",
                Map.of(
                        "address",
                        NAS,
                        "secret",
                        s("secret of the NAS"),
                        "authorizationPassword",
                        s("authorization password"),
                        "requireMessageAuthenticator",
                        false,
                        "dynAuthPort",
                        9));
        planter.put(
                "/api/v1/nas/secrets-hub/dynauth", Map.of("secret", s("CoA secret of the NAS")));
        planter.put(
                "/api/v1/nas/secrets-ghost",
                Map.of("address", GHOST, "secret", s("secret of a NAS nobody uses")));
        planter.put(
                "/api/v1/peers/secrets-spoke",
                Map.of(
                        "description",
                        visible,
                        "psk",
                        Map.of("kind", "symmetric", "symmetric", s("symmetric PSK"))));
        planter.put(
                "/api/v1/peers/secrets-spoke",
                Map.of(
                        "description",
                        visible,
                        "psk",
                        Map.of("kind", "symmetric", "symmetric", s("second symmetric PSK"))));
        planter.put(
                "/api/v1/peers/secrets-spoke2",
                Map.of(
                        "psk",
                        Map.of(
                                "kind",
                                "asymmetric",
                                "local",
                                s("local asymmetric PSK"),
                                "remote",
                                s("remote asymmetric PSK"))));
        Answer generated =
                ok(
                        admin.post(
                                "/api/v1/peers/secrets-spoke2/psk:generate",
                                "{\"kind\":\"asymmetric\"}"));
        planter.add("generated local PSK", generated.at("/local"));
        planter.add("generated remote PSK", generated.at("/remote"));
        ok(admin.post("/api/v1/peers/secrets-spoke/psk:reveal", "{}"));
        planter.put(
                "/api/v1/users/secrets-hash",
                Map.of(
                        "description",
                        visible,
                        "password",
                        Map.of("storage", "hash", "value", s("hashed password"))));
        planter.put(
                "/api/v1/users/secrets-plain?wait=applied",
                Map.of(
                        "password",
                        Map.of("storage", "reversible", "value", s("reversible password"))));
        planter.put(
                "/api/v1/users/secrets-totp",
                Map.of(
                        "password",
                        Map.of("storage", "reversible", "value", s("password before a code"))));
        planter.put(
                "/api/v1/realms/secrets.example",
                Map.of(
                        "match",
                        "secrets.example",
                        "timeoutMillis",
                        500,
                        "statusServer",
                        false,
                        "requireMessageAuthenticator",
                        false,
                        "nas",
                        List.of("secrets-hub"),
                        "homeServers",
                        List.of(
                                Map.of(
                                        "address",
                                        "127.0.0.1",
                                        "authPort",
                                        9,
                                        "acctPort",
                                        9,
                                        "secret",
                                        s("secret of a home server")))));
        planter.put(
                "/api/v1/webhooks/secrets-hook",
                Map.of(
                        "url",
                        hook,
                        "secret",
                        s("secret of the webhook"),
                        "events",
                        List.of(
                                "auth.reject",
                                "session.up",
                                "session.down",
                                "dynauth.result",
                                "test")));
        ok(admin.post("/api/v1/webhooks/secrets-hook/test", "{}"));
        planter.put("/api/v1/authorities/secrets-ca", Map.of("trustedFor", List.of("eap")));
        Files.writeString(
                folder.resolve("ca.pem"),
                admin.get("/api/v1/authorities/secrets-ca").at("/certificatePem"));
        Answer server =
                issue(Map.of("purpose", "server", "names", List.of("dns:aaa.secrets.example")));
        planter.put(
                "/api/v1/tls-identities/eap?wait=applied",
                Map.of("certificateId", Long.valueOf(server.at("/certificate/id"))));
        Answer client =
                issue(
                        Map.of(
                                "purpose",
                                "hub",
                                "subject",
                                "CN=hub.secrets.example",
                                "passphrase",
                                s("passphrase of a PKCS12")));
        ok(
                admin.post(
                        "/api/v1/certificates:import",
                        json(
                                Map.of(
                                        "pkcs12",
                                        client.at("/pkcs12"),
                                        "passphrase",
                                        s("passphrase of a PKCS12")))));
        admin.post(
                "/api/v1/certificates:import",
                json(
                        Map.of(
                                "pkcs12",
                                client.at("/pkcs12"),
                                "passphrase",
                                s("wrong passphrase of a PKCS12"))));
        planter.made("/api/v1/authorities/secrets-ca");
    }

    // RADIUS -------------------------------------------------------------------------------------

    void logins() throws Exception {
        assertThat(
                        ask(
                                Code.ACCESS_REQUEST,
                                "User-Name",
                                "secrets-spoke",
                                "User-Password",
                                s("authorization password"),
                                "Service-Type",
                                "Outbound-User"))
                .contains("ACCESS_ACCEPT");
        assertThat(
                        ask(
                                Code.ACCESS_REQUEST,
                                "User-Name",
                                "secrets-spoke2",
                                "User-Password",
                                s("authorization password"),
                                "Service-Type",
                                "Outbound-User"))
                .contains("ACCESS_ACCEPT");
        ask(
                Code.ACCESS_REQUEST,
                "User-Name",
                "secrets-spoke",
                "User-Password",
                s("wrong authorization password"),
                "Service-Type",
                "Outbound-User");
        ask(
                Code.ACCESS_REQUEST,
                "User-Name",
                visible,
                "User-Password",
                s("password of an unknown user"));
        for (String user : List.of("secrets-hash", "secrets-plain")) {
            String good = s(user.endsWith("hash") ? "hashed password" : "reversible password");
            assertThat(ask(Code.ACCESS_REQUEST, "User-Name", user, "User-Password", good))
                    .contains("ACCESS_ACCEPT");
            assertThat(
                            ask(
                                    Code.ACCESS_REQUEST,
                                    "User-Name",
                                    user,
                                    "User-Password",
                                    s("wrong PAP password")))
                    .contains("ACCESS_REJECT");
            assertThat(
                            ask(
                                    Code.ACCESS_REQUEST,
                                    "User-Name",
                                    user,
                                    "CHAP-Password",
                                    s("wrong CHAP password")))
                    .contains("ACCESS_REJECT");
        }
        assertThat(
                        ask(
                                Code.ACCESS_REQUEST,
                                "User-Name",
                                "secrets-plain",
                                "CHAP-Password",
                                s("reversible password")))
                .contains("ACCESS_ACCEPT");
        ask(
                Code.ACCESS_REQUEST,
                "User-Name",
                "who@secrets.example",
                "User-Password",
                s("password for a home server"));
        totp();
        for (String phase2 : List.of("auth=PAP", "auth=MSCHAPV2")) {
            assertThat(eap(s("reversible password"), phase2)).endsWith("SUCCESS");
            assertThat(eap(s("wrong EAP password"), phase2)).doesNotEndWith("SUCCESS");
        }
        // A secret that is not the NAS's: the password comes out as noise.
        Browser before = admin;
        TestClient.ask(
                InetAddress.ofLiteral(NAS),
                new InetSocketAddress("127.0.0.1", authPort),
                request(
                        Code.ACCESS_REQUEST,
                        "User-Name",
                        "secrets-plain",
                        "User-Password",
                        s("password under another secret")),
                s("another shared secret"),
                300,
                1);
        assertThat(before).isNotNull();
    }

    private void totp() throws IOException {
        Answer enrolled =
                ok(admin.post("/api/v1/users/secrets-totp/totp:enroll?wait=applied", "{}"));
        Secret seed = planter.seed("TOTP seed of a user", enrolled.at("/secret"));
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        ask(
                                        Code.ACCESS_REQUEST,
                                        "User-Name",
                                        "secrets-totp",
                                        "User-Password",
                                        s("password before a code"))
                                .contains("ACCESS_CHALLENGE"));
        String code = Totp.code(seed, Totp.step(System.currentTimeMillis()));
        assertThat(
                        ask(
                                Code.ACCESS_REQUEST,
                                "User-Name",
                                "secrets-totp",
                                "User-Password",
                                s("password before a code") + code))
                .contains("ACCESS_ACCEPT");
    }

    void sessions() throws IOException {
        String[] start = {
            "User-Name",
            "secrets-spoke",
            "Acct-Status-Type",
            "Start",
            "Acct-Session-Id",
            "secrets-1",
            "Calling-Station-Id",
            "198.51.100.7"
        };
        askAcct(start);
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        !admin.get("/api/v1/sessions?peer=secrets-spoke")
                                .at("/items/0/id")
                                .isEmpty());
        String id = admin.get("/api/v1/sessions?peer=secrets-spoke").at("/items/0/id");
        String url = "/api/v1/sessions/" + id;
        for (String query : List.of("", "?validate=false"))
            admin.post(
                    url + "/coa" + query,
                    "{\"avPairs\":[\"ipsec:ikev2-password-remote=" + s("key in a CoA") + "\"]}");
        admin.post(url + "/coa", "{\"avPairs\":[\"ip:interface-config=ip mtu 1300\"]}");
        start[3] = "Stop";
        askAcct(start);
    }

    private void askAcct(String... attributes) throws IOException {
        var result =
                TestClient.ask(
                        InetAddress.ofLiteral(NAS),
                        new InetSocketAddress("127.0.0.1", acctPort),
                        request(Code.ACCOUNTING_REQUEST, attributes),
                        s("secret of the NAS"),
                        2_000,
                        3);
        assertThat(result).isInstanceOf(TestClient.Result.Answered.class);
    }

    // Helpers ------------------------------------------------------------------------------------

    private String ask(Code code, String... attributes) throws IOException {
        var result =
                TestClient.ask(
                        InetAddress.ofLiteral(NAS),
                        new InetSocketAddress("127.0.0.1", authPort),
                        request(code, attributes),
                        s("secret of the NAS"),
                        2_000,
                        2);
        return result instanceof TestClient.Result.Answered answered
                ? answered.reply().code().toString()
                : result.toString();
    }

    private static TestRequest request(Code code, String... attributes) {
        List<NamedValue> values = new ArrayList<>();
        for (int i = 0; i < attributes.length; i += 2)
            values.add(new NamedValue(attributes[i], attributes[i + 1]));
        return new TestRequest(code, values);
    }

    private String eap(String password, String phase2) throws IOException, InterruptedException {
        Path config = Files.createTempFile(folder, "eapol", ".conf");
        Files.writeString(
                config,
                "network={\n"
                        + " key_mgmt=IEEE8021X\n"
                        + " eapol_flags=0\n"
                        + " eap=TTLS\n"
                        + " identity=\"secrets-plain\"\n"
                        + " anonymous_identity=\"anonymous\"\n"
                        + " password=\""
                        + password
                        + "\"\n ca_cert=\""
                        + folder.resolve("ca.pem")
                        + "\"\n phase2=\""
                        + phase2
                        + "\"\n}\n");
        // Missing? e2e/peers.sh install brings eapol_test.
        Process process =
                new ProcessBuilder(
                                "eapol_test",
                                "-c",
                                config.toString(),
                                "-a",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(authPort),
                                "-s",
                                s("secret of the NAS"),
                                "-A",
                                NAS,
                                "-r",
                                "0",
                                "-t",
                                "10")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private Answer issue(Map<String, ?> order) {
        Map<String, Object> body = new LinkedHashMap<>(order);
        body.put("authority", "secrets-ca");
        return ok(admin.post("/api/v1/certificates", json(body)));
    }
}
