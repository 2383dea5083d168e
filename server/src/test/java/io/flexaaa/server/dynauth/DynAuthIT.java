package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Disconnect and CoA over REST against a NAS that is told what to answer. */
@ServerTest
class DynAuthIT {
    private static final String SECRET_TEXT = "dynauth-secret";
    private static final Secret SECRET = Secret.ofUtf8(SECRET_TEXT);
    // Far from what the table gives out.
    private static final AtomicLong IDS = new AtomicLong(1_000_000_000);
    private final Api api;
    private final NasService nases;
    private final LiveSessions sessions;

    @Autowired
    DynAuthIT(Api api, NasService nases, LiveSessions sessions) {
        this.api = api;
        this.nases = nases;
        this.sessions = sessions;
    }

    @Test
    void aDisconnectIsConfirmedByTheAccountingStop() throws Exception {
        SessionRow[] session = new SessionRow[1];
        try (var nas =
                nas(r -> {
                    sessions.committed(List.of(session[0].ended(Instant.now(), "Admin-Reset")));
                    return reply(Code.DISCONNECT_ACK, r, Attributes.EMPTY);
                })) {
            session[0] = up(nas);

            Answer answer = disconnect(session[0]);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.at("/outcome")).isEqualTo("ack");
            assertThat(answer.json().get("confirmed").asBoolean()).isTrue();
            assertThat(answer.json().get("confirmedAfterMillis").asLong()).isLessThan(5000);
            assertThat(answer.at("/message")).contains("the session is gone");
            RadiusPacket request = nas.request(0);
            assertThat(request.code()).isEqualTo(Code.DISCONNECT_REQUEST);
            assertThat(request.attributes().asList().getFirst().type())
                    .isEqualTo(Attr.MESSAGE_AUTHENTICATOR);
            assertThat(request.attributes().avPair("audit-session-id"))
                    .isEqualTo(session[0].auditSessionId());
            assertThat(request.attributes().string(Attr.ACCT_SESSION_ID))
                    .isEqualTo(session[0].acctSessionId());
            assertThat(RadiusSigner.verifyHashedRequest(nas.seen().getFirst(), SECRET)).isTrue();
            assertThat(
                            RadiusSigner.verifyRequestMessageAuthenticator(
                                    nas.seen().getFirst(), SECRET))
                    .isEqualTo(MessageAuthenticator.GOOD);
        }
    }

    @Test
    void anAckWithoutAnAccountingStopIsNotBelieved() throws Exception {
        try (var nas = nas(r -> reply(Code.DISCONNECT_ACK, r, Attributes.EMPTY))) {
            SessionRow session = up(nas);

            Answer answer = disconnect(session);

            assertThat(answer.at("/outcome")).isEqualTo("ack");
            assertThat(answer.json().get("confirmed").asBoolean()).isFalse();
            assertThat(answer.at("/message")).contains("may still be up");
            sessions.committed(List.of(session.ended(Instant.now(), "test")));
        }
    }

    @Test
    void aNakIsNamedAndLogged() throws Exception {
        Attributes cause = Attributes.builder().u32(Attr.ERROR_CAUSE, 503).build();
        try (var nas = nas(r -> reply(Code.DISCONNECT_NAK, r, cause))) {
            SessionRow session = up(nas);

            Answer answer = disconnect(session);

            assertThat(answer.at("/outcome")).isEqualTo("nak");
            assertThat(answer.at("/errorCause/code")).isEqualTo("503");
            assertThat(answer.at("/errorCause/name")).isEqualTo("Session-Context-Not-Found");
            Answer log = api.signedIn(Role.AUDITOR).get("/api/v1/dynauth?session=" + session.id());
            assertThat(log.at("/items/0/outcome")).isEqualTo("nak");
            assertThat(log.at("/items/0/actor")).isEqualTo("test-operator");
            assertThat(log.at("/items/0/id")).isEqualTo(answer.at("/id"));
        }
    }

    @Test
    void aLostRequestIsSentAgainUnchanged() throws Exception {
        int[] count = {0};
        try (var nas = nas(r -> ++count[0] < 2 ? null : reply(Code.COA_ACK, r, Attributes.EMPTY))) {
            SessionRow session = up(nas);

            Answer answer =
                    api.signedIn(Role.OPERATOR)
                            .post(
                                    "/api/v1/sessions/" + session.id() + "/coa",
                                    "{\"avPairs\":[\"ip:interface-config=ip mtu 1300\","
                                            + "\"ip:inacl#10=deny icmp any any\"],"
                                            + "\"sessionTimeout\":3600}");

            assertThat(answer.at("/outcome")).isEqualTo("ack");
            assertThat(answer.json().get("attempts").asInt()).isEqualTo(2);
            assertThat(nas.seen().get(1)).isEqualTo(nas.seen().get(0));
            Attributes sent = nas.request(0).attributes();
            assertThat(sent.avPairs())
                    .containsExactly(
                            "audit-session-id=" + session.auditSessionId(),
                            "ip:interface-config=ip mtu 1300",
                            "ip:inacl#10=deny icmp any any");
            assertThat(sent.u32(Attr.SESSION_TIMEOUT, 0)).isEqualTo(3600);
        }
    }

    @Test
    void nonsenseIsRefusedUnlessTheCallerInsists() throws Exception {
        Attributes cause = Attributes.builder().u32(Attr.ERROR_CAUSE, 407).build();
        try (var nas = nas(r -> reply(Code.COA_NAK, r, cause))) {
            SessionRow session = up(nas);
            String body = "{\"avPairs\":[\"ipsec:route-set=remote ipv4 nonsense\"]}";
            var operator = api.signedIn(Role.OPERATOR);

            Answer checked = operator.post("/api/v1/sessions/" + session.id() + "/coa", body);
            Answer insisted =
                    operator.post("/api/v1/sessions/" + session.id() + "/coa?validate=false", body);

            assertThat(checked.status()).isEqualTo(422);
            assertThat(insisted.at("/errorCause/name")).isEqualTo("Invalid-Attribute-Value");
            assertThat(nas.seen()).hasSize(1);
        }
    }

    @Test
    void anUnknownSessionIsNotFound() {
        Answer unknown =
                api.signedIn(Role.OPERATOR).post("/api/v1/sessions/999999/disconnect", "{}");

        assertThat(unknown.status()).isEqualTo(404);
    }

    private Answer disconnect(SessionRow session) {
        return api.signedIn(Role.OPERATOR)
                .post("/api/v1/sessions/" + session.id() + "/disconnect", "{}");
    }

    private static byte[] reply(Code code, RadiusPacket request, Attributes attributes) {
        return RadiusSigner.reply(code, request, attributes, SECRET, true);
    }

    private static ScriptedNas nas(Function<RadiusPacket, byte @Nullable []> script)
            throws Exception {
        return new ScriptedNas(script);
    }

    private SessionRow up(ScriptedNas nas) {
        long id = IDS.incrementAndGet();
        long nasId =
                nases.put(
                                "dynauth-nas",
                                new NasWrite(
                                        null,
                                        "127.77.0.1",
                                        SECRET_TEXT,
                                        null,
                                        null,
                                        null,
                                        nas.port(),
                                        null,
                                        null),
                                null)
                        .id();
        Instant now = Instant.now();
        SessionRow row =
                new SessionRow(
                        id,
                        UUID.randomUUID(),
                        SessionState.UP,
                        new SessionRow.Source(
                                nasId, "dynauth-nas", "127.0.0.1", null, null, null, null),
                        "acct-" + id,
                        "0A0B" + id,
                        new SessionRow.Who(
                                "br17", "br17", null, "10.0.0.7", null, null, null, null, null),
                        now,
                        true,
                        now,
                        null,
                        SessionRow.Usage.NONE,
                        null,
                        null,
                        List.of(),
                        1);
        sessions.committed(List.of(row));
        return row;
    }
}
