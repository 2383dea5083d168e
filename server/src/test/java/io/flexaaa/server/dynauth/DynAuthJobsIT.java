package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.dynauth.store.JobStore;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.session.SessionOrigins;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Jobs and pushes, against NASes that are told what to answer. */
@ServerTest
class DynAuthJobsIT extends DynAuthScene {
    @Autowired private SessionOrigins origins;
    @Autowired private SnapshotService snapshots;
    @Autowired private JobStore jobs;
    @Autowired private JobRunner runner;
    @Autowired private JdbcTemplate jdbc;

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
}
