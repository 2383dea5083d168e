package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Each NAS's own way of CoA and Disconnect, against NASes that are told what to answer. */
@ServerTest
class NasDynAuthIT extends DynAuthScene {
    @Test
    void anUnknownSessionIsAskedForByTheNextIdentifier() throws Exception {
        Attributes unknown = Attributes.builder().u32(Attr.ERROR_CAUSE, 503).build();
        try (var nas =
                new ScriptedNas(r ->
                        r.attributes().has(Attr.FRAMED_IP_ADDRESS)
                                        && r.attributes().avPair("audit-session-id") == null
                                ? reply(Code.COA_ACK, r, Attributes.EMPTY)
                                : reply(Code.COA_NAK, r, unknown))) {
            String hub = hub(nas);
            api.signedIn(Role.ADMIN)
                    .put(
                            "/api/v1/nas/" + hub + "/dynauth",
                            "{\"identifiers\":[[\"audit-session-id\"],[\"framed-ip-address\"]]}");
            SessionRow session = up(hub, "br1", null);

            Answer answer = coa(session);

            assertThat(answer.at("/outcome")).as(answer.body()).isEqualTo("ack");
            assertThat(answer.at("/identifiedBy")).isEqualTo("framed-ip-address");
            assertThat(answer.json().get("attempts").asInt()).isEqualTo(2);
            assertThat(nas.seen()).hasSize(2);
            assertThat(nas.request(0).identifier()).isNotEqualTo(nas.request(1).identifier());
            assertThat(nas.request(0).attributes().has(Attr.USER_NAME)).isFalse();
        }
    }

    @Test
    void anAddressThatTwoSessionsShareIsNotUsedAlone() throws Exception {
        Attributes unknown = Attributes.builder().u32(Attr.ERROR_CAUSE, 503).build();
        try (var nas = new ScriptedNas(r -> reply(Code.DISCONNECT_NAK, r, unknown))) {
            String hub = hub(nas);
            SessionRow session = up(hub, "br1", null);
            SessionRow twin = up(hub, "br2", null);
            sessions.committed(List.of(withFramedIp(twin, session.who().framedIp())));
            await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

            Answer answer =
                    api.signedIn(Role.OPERATOR)
                            .post("/api/v1/sessions/" + session.id() + "/disconnect", "{}");

            assertThat(answer.at("/errorCause/code")).isEqualTo("503");
            assertThat(answer.at("/identifiedBy")).isEqualTo("acct-session-id");
            assertThat(nas.seen()).hasSize(3);
        }
    }

    @Test
    void aNasHasItsOwnSecretAndSwitch() throws Exception {
        Secret own = Secret.ofUtf8("own-coa-secret");
        try (var nas =
                new ScriptedNas(
                        r -> RadiusSigner.reply(Code.COA_ACK, r, Attributes.EMPTY, own, false))) {
            String hub = hub(nas);
            Browser admin = api.signedIn(Role.ADMIN);
            String url = "/api/v1/nas/" + hub + "/dynauth";
            Answer put =
                    admin.put(
                            url, "{\"secret\":\"own-coa-secret\",\"messageAuthenticator\":false}");
            SessionRow session = up(hub, "br1", null);

            Answer answer = coa(session);

            assertThat(put.at("/secretSet")).as(put.body()).isEqualTo("true");
            assertThat(put.body()).doesNotContain("own-coa-secret");
            assertThat(answer.at("/outcome")).as(answer.body()).isEqualTo("ack");
            byte[] sent = nas.seen().getFirst();
            assertThat(RadiusSigner.verifyHashedRequest(sent, own)).isTrue();
            assertThat(RadiusSigner.verifyRequestMessageAuthenticator(sent, own))
                    .isEqualTo(MessageAuthenticator.ABSENT);
            Answer nonsense = admin.put(url, "{\"identifiers\":[[\"shoe-size\"]]}");
            assertThat(nonsense.status()).isEqualTo(422);
            assertThat(nonsense.at("/errors/0/field")).isEqualTo("identifiers[0]");
        }
    }

    @Test
    void aCoaIsConfirmedByTheNextReport() throws Exception {
        try (var nas = new ScriptedNas(r -> reply(Code.COA_ACK, r, Attributes.EMPTY))) {
            SessionRow session = up(hub(nas), "br1", null);
            Answer answer = coa(session);
            assertThat(answer.json().get("confirmed").asBoolean()).isFalse();

            sessions.committed(List.of(reported(session, Instant.now().plusMillis(50))));

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> {
                        Answer log =
                                api.signedIn(Role.AUDITOR)
                                        .get("/api/v1/dynauth?session=" + session.id());
                        assertThat(log.at("/items/0/confirmed")).as(log.body()).isEqualTo("true");
                        assertThat(log.at("/items/0/message")).contains("next report");
                    });
        }
    }

    private static SessionRow withFramedIp(
            SessionRow row, @org.jspecify.annotations.Nullable String framedIp) {
        var who =
                new SessionRow.Who(
                        row.who().userName(),
                        row.who().peer(),
                        null,
                        framedIp,
                        null,
                        null,
                        null,
                        null,
                        null);
        return changed(row, who, row.lastReportAt());
    }

    private static SessionRow reported(SessionRow row, Instant at) {
        return changed(row, row.who(), at);
    }

    private static SessionRow changed(SessionRow row, SessionRow.Who who, Instant reportedAt) {
        return new SessionRow(
                row.id(),
                row.key(),
                row.state(),
                row.source(),
                row.acctSessionId(),
                row.auditSessionId(),
                who,
                row.startedAt(),
                true,
                reportedAt,
                null,
                row.usage(),
                null,
                null,
                List.of(),
                row.rev() + 1);
    }
}
