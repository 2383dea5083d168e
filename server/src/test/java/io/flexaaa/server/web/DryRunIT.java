package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ?dryRun=true}: all checks, no change, and what would change. */
@ServerTest
class DryRunIT {
    private final Api api;
    private Browser admin;

    @Autowired
    DryRunIT(Api api) {
        this.api = api;
        this.admin = api.browser();
    }

    @BeforeEach
    void signIn() {
        admin = api.signedIn(Role.ADMIN);
    }

    @Test
    void aNewPeerIsTriedAndNotMade() {
        Answer tried =
                admin.put(
                        "/api/v1/peers/dry-new?dryRun=true",
                        "{\"framedIp\":\"192.0.2.7\",\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"planted-dry-4711\"}}");

        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        assertThat(tried.json().get("dryRun").asBoolean()).isTrue();
        assertThat(tried.json().get("status").asInt()).isEqualTo(201);
        assertThat(tried.at("/changes/0/verdict")).isEqualTo("create");
        assertThat(tried.at("/changes/0/name")).isEqualTo("dry-new");
        assertThat(tried.at("/changes/0/after/framedIp")).isEqualTo("192.0.2.7");
        assertThat(tried.body()).doesNotContain("planted-dry");
        assertThat(admin.get("/api/v1/peers/dry-new").status()).isEqualTo(404);
        assertThat(admin.get("/api/v1/audit?target=dry-new").json().get("items")).isEmpty();
    }

    @Test
    void aChangeNamesTheFieldsThatDiffer() {
        admin.put("/api/v1/groups/dry-change", "{\"description\":\"old\",\"framedPool\":\"P\"}");

        Answer tried =
                admin.put(
                        "/api/v1/groups/dry-change?dryRun=true",
                        "{\"description\":\"new\",\"framedPool\":\"P\"}");
        Answer same =
                admin.put(
                        "/api/v1/groups/dry-change?dryRun=true",
                        "{\"description\":\"old\",\"framedPool\":\"P\"}");

        assertThat(tried.at("/changes/0/verdict")).isEqualTo("change");
        assertThat(tried.json().at("/changes/0/fields")).hasSize(1);
        assertThat(tried.at("/changes/0/fields/0/field")).isEqualTo("description");
        assertThat(tried.at("/changes/0/fields/0/from")).isEqualTo("old");
        assertThat(tried.at("/changes/0/fields/0/to")).isEqualTo("new");
        assertThat(same.at("/changes/0/verdict")).isEqualTo("same");
        assertThat(admin.get("/api/v1/groups/dry-change").at("/description")).isEqualTo("old");
    }

    @Test
    void aDryRunRefusesWhatTheCallWouldRefuse() {
        Answer refused =
                admin.put("/api/v1/peers/dry-bad?dryRun=true", "{\"framedIp\":\"10.0.0.999\"}");
        Answer word = admin.put("/api/v1/peers/dry-bad?dryRun=maybe", "{}");
        admin.put("/api/v1/groups/dry-etag", "{\"description\":\"one\"}");
        Answer stale = admin.put("/api/v1/groups/dry-etag?dryRun=true", "{}", "If-Match", "\"99\"");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/field")).isEqualTo("framedIp");
        assertThat(word.status()).isEqualTo(422);
        assertThat(word.at("/errors/0/field")).isEqualTo("dryRun");
        assertThat(stale.status()).isEqualTo(412);
    }

    @Test
    void aDeletionIsTriedAndNotDone() {
        admin.put("/api/v1/peers/dry-delete", "{}");

        Answer tried = admin.delete("/api/v1/peers/dry-delete?dryRun=true");

        assertThat(tried.at("/changes/0/verdict")).isEqualTo("delete");
        assertThat(admin.get("/api/v1/peers/dry-delete").status()).isEqualTo(200);
        assertThat(admin.delete("/api/v1/peers/dry-never?dryRun=true").status()).isEqualTo(404);
    }

    @Test
    void aDryRunShowsNoSecretOfAThingThatIsNotMade() {
        Answer token =
                admin.post("/api/v1/tokens?dryRun=true", "{\"name\":\"dry\",\"permissions\":[]}");

        assertThat(token.status()).as(token.body()).isEqualTo(200);
        assertThat(token.at("/changes/0/kind")).isEqualTo("token");
        assertThat(token.body()).doesNotContain("\"secret\"");
        assertThat(admin.get("/api/v1/tokens").body()).doesNotContain("\"dry\"");
    }

    /** Every write of the running server's own document either can be tried or says why not. */
    @Test
    void everyWriteTakesDryRunOrSaysWhyNot() {
        JsonNode paths = admin.get("/api/openapi.json").json().get("paths");
        List<String> silent = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getKey().equals("get")) continue;
                boolean takes =
                        operation
                                .getValue()
                                .path("parameters")
                                .valueStream()
                                .anyMatch(p -> p.path("name").asString("").equals("dryRun"));
                if (takes || path.getKey().equals("/api/v1/session")) continue;
                String url = path.getKey().replaceAll("\\{[^}]*}", "1") + "?dryRun=true";
                Answer answer =
                        admin.call(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT), url, "{}");
                if (!answer.at("/code").equals("DRY_RUN_IMPOSSIBLE"))
                    silent.add(operation.getKey() + " " + url + " " + answer.body());
            }
        assertThat(silent).isEmpty();
    }
}
