package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.testclient.TestClient;
import io.flexaaa.server.testclient.TestClient.Result;
import io.flexaaa.server.testclient.TestRequest;
import io.flexaaa.server.testclient.TestRequest.NamedValue;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A hub's whole conversation over UDP, in TinyRadius's words, and what REST says of it meanwhile.
 */
@ServerTest
class SessionLifeIT {
    private static final String SECRET = "life-secret";
    private static final String AUDIT_ID = "C0FFEE01";
    private final Api api;
    private final Environment environment;

    @Autowired
    SessionLifeIT(Api api, Environment environment) {
        this.api = api;
        this.environment = environment;
    }

    @Test
    void aKeyLookUpAStartADisconnectAndItsStop() throws Exception {
        Browser admin = api.signedIn(Role.ADMIN);
        try (ScriptedNas hub = new ScriptedNas(this::stopAndAcknowledge)) {
            admin.put(
                    "/api/v1/nas/life-hub",
                    "{\"address\":\"127.0.0.1\",\"secret\":\""
                            + SECRET
                            + "\",\"dynAuthPort\":"
                            + hub.port()
                            + "}");
            admin.put(
                    "/api/v1/peers/life.example.com",
                    "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"life-Key-1234\"},"
                            + "\"avPairs\":[\"ip:interface-config=ip mtu 1400\"]}");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(lookUp()).contains("life-Key-1234"));
            assertThat(account("Start", "0")).isEqualTo(Code.ACCOUNTING_RESPONSE);
            String id = sessionId(admin);

            Answer gone = admin.post("/api/v1/sessions/" + id + "/disconnect", "{}");

            assertThat(gone.at("/outcome")).as(gone.body()).isEqualTo("ack");
            assertThat(gone.json().get("confirmed").asBoolean()).as(gone.body()).isTrue();
            Answer session = admin.get("/api/v1/sessions/" + id);
            assertThat(session.at("/state")).isEqualTo("ended");
            assertThat(session.at("/terminateCause")).isEqualTo("Admin-Reset");
            List<String> kinds = new ArrayList<>();
            session.json().get("timeline").forEach(t -> kinds.add(t.get("kind").asString()));
            assertThat(kinds).contains("accounting", "dynauth");
            assertThat(admin.post("/api/v1/sessions/" + id + "/disconnect", "{}").at("/code"))
                    .isEqualTo("SESSION_ENDED");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(
                                            admin.get(
                                                            "/api/v1/decisions?peer=life.example.com&result=accept")
                                                    .at("/items/0/sentence"))
                                    .startsWith("Accepted"));
        } finally {
            admin.delete("/api/v1/nas/life-hub");
        }
    }

    /** As a hub does: it ends the session, reports the Stop, and acknowledges. */
    private byte[] stopAndAcknowledge(RadiusPacket request) {
        try {
            account("Stop", "9");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RadiusSigner.reply(
                Code.DISCONNECT_ACK, request, Attributes.EMPTY, Secret.ofUtf8(SECRET), true);
    }

    private String lookUp() throws IOException {
        Result result =
                ask(
                        "flexaaa.radius.auth-ports",
                        Code.ACCESS_REQUEST,
                        new NamedValue("User-Password", "cisco"),
                        new NamedValue("Service-Type", "Outbound"));
        return result instanceof Result.Answered(var reply, _, _)
                ? reply.attributes().toString()
                : result.toString();
    }

    private Code account(String status, String seconds) throws IOException {
        Result result =
                ask(
                        "flexaaa.radius.acct-ports",
                        Code.ACCOUNTING_REQUEST,
                        new NamedValue("Acct-Status-Type", status),
                        new NamedValue("Acct-Session-Id", "0000C0DE"),
                        new NamedValue("Acct-Session-Time", seconds),
                        new NamedValue("Acct-Terminate-Cause", "Admin-Reset"),
                        new NamedValue("Framed-IP-Address", "10.7.7.7"));
        return result instanceof Result.Answered(var reply, _, _)
                ? reply.code()
                : Code.ACCESS_REJECT;
    }

    private Result ask(String ports, Code code, NamedValue... more) throws IOException {
        List<NamedValue> attributes = new ArrayList<>();
        attributes.add(new NamedValue("User-Name", "life.example.com"));
        attributes.add(new NamedValue("Cisco-AVPair", "audit-session-id=" + AUDIT_ID));
        attributes.addAll(List.of(more));
        int port = Integer.parseInt(environment.getRequiredProperty(ports));
        return TestClient.ask(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                new TestRequest(code, attributes),
                SECRET,
                2000,
                3);
    }

    private static String sessionId(Browser admin) {
        String[] id = {""};
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> {
                    id[0] = admin.get("/api/v1/sessions?q=" + AUDIT_ID).at("/items/0/id");
                    assertThat(id[0]).isNotEmpty();
                });
        return id[0];
    }
}
