package io.flexaaa.server.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.transport.Radclient;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.time.Duration;

/** Whatever way a change comes: one that breaks a stored policy test is refused with its name. */
@ServerTest
class PolicyGuardIT {
    private static final String PEER =
            "{\"group\":\"pg-group\",\"framedIp\":\"%s\",\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"pg-key-4711\"}}";
    private static final String NAS =
            "{\"address\":\"127.61.0.1\",\"secret\":\"pg-secret\",\"values\":{\"mtu\":\"%s\"}}";
    private static final String POOL = "{\"ranges\":[\"10.77.0.0/29\"],\"netmask\":\"%s\"}";

    @Autowired private Api api;
    @Autowired private SnapshotService snapshot;

    @Value("${flexaaa.radius.auth-ports}")
    private int port;

    private Browser admin;

    @BeforeEach
    void site() throws Exception {
        admin = api.signedIn(Role.ADMIN);
        ok(admin.put("/api/v1/nas/pg-hub", NAS.formatted("1400")));
        ok(
                admin.put(
                        "/api/v1/groups/pg-group",
                        "{\"avPairs\":[\"ip:interface-config=ip mtu {{nas.mtu}}\"]}"));
        ok(admin.put("/api/v1/peers/pg-1", PEER.formatted("10.7.1.17")));
        ok(admin.put("/api/v1/pools/pg-pool", POOL.formatted("255.255.255.248")));
        ok(
                admin.put(
                        "/api/v1/peers/pg-2",
                        "{\"addressPool\":\"pg-pool\",\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"pg-key-4711\"}}"));
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(30))).isTrue();
        ok(
                admin.put(
                        "/api/v1/policy/tests/pg-holds",
                        "{\"peer\":\"pg-1\",\"nas\":\"pg-hub\",\"has\":[\"Framed-IP-Address=10.7.1.17\",\"ip:interface-config=ip"
                            + " mtu 1400\"]}"));
        assertThat(admin.get("/api/v1/policy/tests/pg-holds").json().at("/holds").asBoolean())
                .as(admin.get("/api/v1/policy/tests/pg-holds").body())
                .isTrue();
    }

    @AfterEach
    void noTestStaysBehind() {
        for (String test : new String[] {"pg-holds", "pg-lease", "pg-new"})
            admin.delete("/api/v1/policy/tests/" + test);
    }

    @Test
    void savesAndDeletesThatBreakATestAreRefusedWithItsName() {
        refused(admin.put("/api/v1/peers/pg-1", PEER.formatted("10.7.1.99")), "10.7.1.99");
        refused(admin.delete("/api/v1/peers/pg-1"), "pg-1");
        refused(admin.put("/api/v1/groups/pg-group", "{\"avPairs\":[]}"), "ip mtu 1400");
        refused(admin.put("/api/v1/nas/pg-hub", NAS.formatted("1300")), "ip mtu 1300");
        refused(admin.delete("/api/v1/nas/pg-hub"), "NAS pg-hub");
        refused(
                admin.put("/api/v1/peers/pg-1?dryRun=true", PEER.formatted("10.7.1.99")),
                "force=true");

        assertThat(admin.get("/api/v1/peers/pg-1").at("/framedIp")).isEqualTo("10.7.1.17");
        assertThat(admin.get("/api/v1/nas/pg-hub").at("/values/mtu")).isEqualTo("1400");
        ok(admin.put("/api/v1/peers/pg-1?force=true", PEER.formatted("10.7.1.99")));
        // What fails already stops nobody.
        assertThat(snapshotApplied()).isTrue();
        ok(admin.put("/api/v1/nas/pg-hub", NAS.formatted("1400")));
    }

    @Test
    void aPoolEditThatBreaksATestIsRefusedWithItsName() {
        assertThat(
                        Radclient.ask(
                                        "127.61.0.1",
                                        port,
                                        "auth",
                                        "pg-secret",
                                        "User-Name = \"pg-2\"",
                                        "User-Password = \"cisco\"",
                                        "Service-Type = Outbound-User")
                                .accepted())
                .isTrue();
        ok(
                admin.put(
                        "/api/v1/policy/tests/pg-lease",
                        "{\"peer\":\"pg-2\",\"nas\":\"pg-hub\",\"has\":[\"Framed-IP-Netmask=255.255.255.248\"]}"));
        Answer test = admin.get("/api/v1/policy/tests/pg-lease");
        assertThat(test.json().at("/holds").asBoolean()).as(test.body()).isTrue();

        Answer refused = admin.put("/api/v1/pools/pg-pool", POOL.formatted("255.255.255.0"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("pg-lease");
        ok(admin.put("/api/v1/pools/pg-pool?force=true", POOL.formatted("255.255.255.0")));
    }

    @Test
    void importsBulkCallsAndUndoesThatBreakATestAreRefusedWithItsName() {
        String file = "name,framedIp\npg-new,10.7.1.50\npg-1,10.7.1.99\n";
        refused(admin.post("/api/v1/import?format=csv", file), "10.7.1.99");
        refused(admin.post("/api/v1/import?format=csv&dryRun=true", file), "10.7.1.99");
        Answer each = admin.post("/api/v1/import?format=csv&mode=each", file);
        assertThat(each.status()).as(each.body()).isEqualTo(200);
        assertThat(each.json().get("failed").asInt()).isEqualTo(2);
        assertThat(each.body()).contains("pg-holds");
        assertThat(admin.get("/api/v1/peers/pg-new").status()).isEqualTo(404);
        Answer bulk =
                admin.post(
                        "/api/v1/bulk",
                        "{\"atomic\":true,\"items\":[{\"method\":\"DELETE\",\"path\":\"/api/v1/peers/pg-1\"}]}");
        assertThat(bulk.status()).as(bulk.body()).isEqualTo(422);
        assertThat(bulk.body()).contains("pg-holds");
        assertThat(admin.get("/api/v1/peers/pg-1").at("/framedIp")).isEqualTo("10.7.1.17");

        String good = "name,framedIp,psk.symmetric\npg-new,10.7.1.50,pg-key-4711\n";
        Answer done = admin.post("/api/v1/import?format=csv", good);
        ok(done);
        assertThat(snapshotApplied()).isTrue();
        ok(
                admin.put(
                        "/api/v1/policy/tests/pg-new",
                        "{\"peer\":\"pg-new\",\"nas\":\"pg-hub\",\"has\":[\"Framed-IP-Address=10.7.1.50\"]}"));
        String undo = "/api/v1/imports/" + done.json().get("id").asInt() + "/undo";
        Answer refused = admin.post(undo, "{}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("policy test pg-new");
        ok(admin.post(undo + "?force=true", "{}"));
        assertThat(admin.get("/api/v1/peers/pg-new").status()).isEqualTo(404);
    }

    private boolean snapshotApplied() {
        try {
            return snapshot.awaitApplied(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refused(Answer answer, String because) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("POLICY_TEST_FAILED");
        assertThat(answer.body()).contains("pg-holds").contains(because);
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    }
}
