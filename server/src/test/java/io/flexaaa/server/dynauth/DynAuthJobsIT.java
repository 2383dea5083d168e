package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.dynauth.store.JobStore;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Jobs, pushes and each NAS's own way, against NASes that are told what to answer. */
@ServerTest
class DynAuthJobsIT {
    private static final String SECRET_TEXT = "jobs-secret";
    private static final Secret SECRET = Secret.ofUtf8(SECRET_TEXT);
    private static final AtomicLong IDS = new AtomicLong(2_000_000_000);
    private static final AtomicInteger NAMES = new AtomicInteger();
    private final Api api;
    private final NasService nases;
    private final LiveSessions sessions;
    private final SessionOrigins origins;
    private final SnapshotService snapshots;
    private final JobStore jobs;
    private final JobRunner runner;
    private final JdbcTemplate jdbc;
    private final List<SessionRow> open = new ArrayList<>();

    @Autowired
    DynAuthJobsIT(
            Api api,
            NasService nases,
            LiveSessions sessions,
            SessionOrigins origins,
            SnapshotService snapshots,
            JobStore jobs,
            JobRunner runner,
            JdbcTemplate jdbc) {
        this.api = api;
        this.nases = nases;
        this.sessions = sessions;
        this.origins = origins;
        this.snapshots = snapshots;
        this.jobs = jobs;
        this.runner = runner;
        this.jdbc = jdbc;
    }

    @AfterEach
    void endSessions() {
        sessions.committed(
                open.stream()
                        .map(r -> r.ended(Instant.now(), "test").stored(r.id(), Long.MAX_VALUE))
                        .toList());
    }

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

    @Test
    void aJobIsPlannedThenDoneAtItsRate() throws Exception {
        try (var nas = new ScriptedNas(r -> reply(Code.COA_ACK, r, Attributes.EMPTY))) {
            String hub = hub(nas);
            for (int i = 0; i < 12; i++) up(hub, "br" + i, null);
            Browser operator = api.signedIn(Role.OPERATOR);
            String order =
                    "{\"kind\":\"coa\",\"query\":{\"nas\":\""
                            + hub
                            + "\"},\"avPairs\":[\"ip:interface-config=ip mtu 1300\"],"
                            + "\"ratePerSecond\":20,\"dryRun\":%s}";

            Answer planned = operator.post("/api/v1/dynauth/jobs", order.formatted("true"));
            long startNs = System.nanoTime();
            Answer begun = operator.post("/api/v1/dynauth/jobs", order.formatted("false"));
            String url = "/api/v1/dynauth/jobs/" + begun.at("/id");

            assertThat(planned.status()).as(planned.body()).isEqualTo(200);
            assertThat(planned.at("/state")).isEqualTo("planned");
            assertThat(planned.json().get("items")).hasSize(12);
            assertThat(begun.status()).as(begun.body()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(operator.get(url).at("/state")).isEqualTo("done"));
            assertThat((System.nanoTime() - startNs) / 1_000_000).isGreaterThan(500);
            assertThat(operator.get(url).at("/counts/ack")).isEqualTo("12");
            assertThat(nas.seen()).hasSize(12);
            Answer items = operator.get(url + "/items?limit=5&state=ack");
            assertThat(items.json().get("items")).hasSize(5);
            assertThat(
                            operator.get(url + "/items?limit=50&after=" + items.at("/next"))
                                    .json()
                                    .get("items"))
                    .hasSize(7);
            assertThat(items.at("/items/0/message")).contains("acknowledged");
            assertThat(
                            jdbc.queryForList(
                                    "select target from audit where action = 'coa-job'",
                                    String.class))
                    .contains(begun.at("/id"));
        }
    }

    @Test
    void aCancelledJobSendsNothingMore() throws Exception {
        try (var nas = new ScriptedNas(r -> reply(Code.COA_ACK, r, Attributes.EMPTY))) {
            String hub = hub(nas);
            for (int i = 0; i < 20; i++) up(hub, "br" + i, null);
            Browser operator = api.signedIn(Role.OPERATOR);
            Answer begun =
                    operator.post(
                            "/api/v1/dynauth/jobs",
                            "{\"kind\":\"coa\",\"query\":{\"nas\":\""
                                    + hub
                                    + "\"},\"sessionTimeout\":60,\"ratePerSecond\":2}");
            String url = "/api/v1/dynauth/jobs/" + begun.at("/id");
            await().until(() -> !nas.seen().isEmpty());

            assertThat(operator.post(url + "/cancel", "{}").status()).isEqualTo(200);

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(operator.get(url).at("/state")).isEqualTo("cancelled"));
            int sent = nas.seen().size();
            assertThat(sent).isLessThan(10);
            Answer job = operator.get(url);
            assertThat(
                            job.json().at("/counts/ack").asInt()
                                    + job.json().at("/counts/cancelled").asInt())
                    .as(job.body())
                    .isEqualTo(20);
            assertThat(operator.post(url + "/cancel", "{}").at("/code")).isEqualTo("JOB_OVER");
        }
    }

    /** What a server that was killed leaves behind. */
    @Test
    void aJobOfADeadServerIsInterruptedAndNeverSentAgain() throws Exception {
        try (var nas = new ScriptedNas(r -> reply(Code.COA_ACK, r, Attributes.EMPTY))) {
            String hub = hub(nas);
            SessionRow session = up(hub, "br1", null);
            var change = new PolicyChange(List.of("ip:interface-config=ip mtu 1300"), null);
            JobItem item =
                    new JobItem(
                            0,
                            session.id(),
                            session.source().nasId(),
                            hub,
                            "br1",
                            ItemState.PENDING,
                            change,
                            List.of(),
                            null,
                            "");
            JobItem other =
                    new JobItem(
                            1,
                            session.id(),
                            session.source().nasId(),
                            hub,
                            "br1",
                            ItemState.PENDING,
                            change,
                            List.of(),
                            null,
                            "");
            long id =
                    jobs.insert(
                            new DynAuthJob(
                                    0,
                                    DynAuthKind.COA,
                                    "test",
                                    JobState.PLANNED,
                                    null,
                                    1,
                                    Actor.system().name(),
                                    Instant.now(),
                                    null,
                                    2,
                                    java.util.Map.of(),
                                    List.of()),
                            List.of(item, other));
            assertThat(jobs.take(id, 0)).isTrue();
            assertThat(jobs.take(id, 0)).as("taken once for ever").isFalse();
            jdbc.update(
                    "update dynauth_job set heartbeat_at = now() - interval '1 minute' where id ="
                            + " ?",
                    id);

            runner.watch();

            Browser auditor = api.signedIn(Role.AUDITOR);
            assertThat(auditor.get("/api/v1/dynauth/jobs/" + id).at("/state"))
                    .isEqualTo("interrupted");
            Answer items = auditor.get("/api/v1/dynauth/jobs/" + id + "/items");
            assertThat(items.at("/items/0/state")).isEqualTo("interrupted");
            assertThat(items.at("/items/0/message")).contains("whether the NAS acted is not known");
            assertThat(items.at("/items/1/message")).contains("before the request was sent");
            assertThat(jobs.take(id, 1)).isFalse();
            assertThat(nas.seen()).isEmpty();
        }
    }

    @Test
    void aPushSendsOnlyTheDifferenceAHubCanApply() throws Exception {
        try (var nas = new ScriptedNas(r -> reply(Code.COA_ACK, r, Attributes.EMPTY))) {
            String hub = hub(nas);
            Browser admin = api.signedIn(Role.ADMIN);
            String url = "/api/v1/peers/push.example.com";
            put(
                    admin,
                    url,
                    "\"ip:interface-config=ip mtu 1400\",\"ipsec:dns-servers=10.0.0.1\","
                            + "\"ip:sub-qos-policy-out=SLOW\"");
            given("push.example.com", "AUD-PUSH");
            SessionRow session = up(hub, "push.example.com", "AUD-PUSH");
            put(
                    admin,
                    url,
                    "\"ip:interface-config=ip mtu 1400\",\"ipsec:dns-servers=10.0.0.2\","
                            + "\"ip:sub-qos-policy-out=FAST\"");

            Answer planned = admin.post(url + "/push", "{\"dryRun\":true}");
            Answer begun = admin.post(url + "/push", "{}");

            assertThat(planned.at("/items/0/change/avPairs/0"))
                    .as(planned.body())
                    .isEqualTo("ip:sub-qos-policy-out=FAST");
            assertThat(planned.at("/items/0/reconnect/0")).contains("dns-servers", "10.0.0.2");
            assertThat(begun.status()).as(begun.body()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(nas.seen()).hasSize(1));
            assertThat(nas.request(0).attributes().avPairs())
                    .contains("ip:sub-qos-policy-out=FAST", "audit-session-id=AUD-PUSH")
                    .doesNotContain("ip:interface-config=ip mtu 1400");
            // In force now: a second push has nothing to do, also without what memory knows.
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> {
                        Answer again = admin.post(url + "/push", "{\"dryRun\":true}");
                        assertThat(again.at("/items/0/state"))
                                .as(again.body())
                                .isEqualTo("skipped");
                        assertThat(again.at("/items/0/change/avPairs/0")).isEmpty();
                    });
            byte[] stored =
                    jdbc.queryForObject(
                            "select peer_attributes from session_grant where session_id = ?",
                            byte[].class,
                            session.id());
            assertThat(Objects.requireNonNull(GrantCodec.decode(stored)).avPairs())
                    .contains("ip:sub-qos-policy-out=SLOW");
            assertThat(admin.post("/api/v1/peers/nobody/push", "{}").status()).isEqualTo(404);
        }
    }

    @Test
    void badOrdersAreRefused() {
        Browser operator = api.signedIn(Role.OPERATOR);
        List<String> bad =
                List.of(
                        "{\"kind\":\"disconnect\",\"query\":{}}",
                        "{\"kind\":\"coa\",\"query\":{\"peer\":\"x\"}}",
                        "{\"kind\":\"disconnect\",\"query\":{\"peer\":\"x\"},\"sessionTimeout\":5}",
                        "{\"kind\":\"coa\",\"query\":{\"peer\":\"x\"},\"sessionTimeout\":-1}",
                        "{\"kind\":\"coa\",\"query\":{\"peer\":\"x\"},\"sessionTimeout\":5,\"ratePerSecond\":0}",
                        "{\"kind\":\"coa\",\"query\":{\"peer\":\"x\"},\"avPairs\":[\"nonsense\"]}");
        for (String body : bad) {
            Answer answer = operator.post("/api/v1/dynauth/jobs", body);
            assertThat(answer.status()).as(body + " -> " + answer.body()).isEqualTo(422);
            assertThat(answer.at("/errors/0/cure")).isNotEmpty();
        }
        for (String body :
                List.of("{}", "{\"kind\":\"kill\",\"query\":{}}", "[]", "{\"kind\":\"coa\"}")) {
            assertThat(operator.post("/api/v1/dynauth/jobs", body).status())
                    .as(body)
                    .isIn(400, 422);
        }
        assertThat(operator.get("/api/v1/dynauth/jobs/999999").status()).isEqualTo(404);
    }

    private void put(Browser admin, String url, String avPairs) throws InterruptedException {
        Answer answer = admin.put(url, "{\"avPairs\":[" + avPairs + "]}");
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
        assertThat(snapshots.awaitApplied(Duration.ofSeconds(10))).isTrue();
    }

    /** As answering its look-up would. */
    private void given(String peer, String audit) {
        origins.peer(
                audit, peer, Objects.requireNonNull(snapshots.current().peer(peer)).attributes());
    }

    private Answer coa(SessionRow session) {
        return api.signedIn(Role.OPERATOR)
                .post(
                        "/api/v1/sessions/" + session.id() + "/coa",
                        "{\"avPairs\":[\"ip:interface-config=ip mtu 1300\"]}");
    }

    private static byte[] reply(Code code, RadiusPacket request, Attributes attributes) {
        return RadiusSigner.reply(code, request, attributes, SECRET, true);
    }

    private String hub(ScriptedNas nas) {
        int n = NAMES.incrementAndGet();
        String name = "jobs-nas-" + n;
        nases.put(
                name,
                new NasWrite(
                        null,
                        "127.78.0." + n,
                        SECRET_TEXT,
                        null,
                        null,
                        null,
                        nas.port(),
                        null,
                        null),
                null);
        return name;
    }

    private SessionRow up(
            String hub, String peer, @org.jspecify.annotations.Nullable String audit) {
        long id = IDS.incrementAndGet();
        Instant now = Instant.now();
        SessionRow row =
                new SessionRow(
                        id,
                        UUID.randomUUID(),
                        SessionState.UP,
                        new SessionRow.Source(
                                nases.get(hub).id(), hub, "127.0.0.1", null, null, null, null),
                        "acct-" + id,
                        audit == null ? "0A0B" + id : audit,
                        new SessionRow.Who(
                                peer,
                                peer,
                                null,
                                "10.9." + id / 250 % 250 + "." + id % 250,
                                null,
                                null,
                                null,
                                null,
                                null),
                        now,
                        true,
                        now,
                        null,
                        SessionRow.Usage.NONE,
                        null,
                        null,
                        List.of(),
                        1);
        open.add(row);
        sessions.committed(List.of(row));
        return row;
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
