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

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Writes, their conflicts and their refusals. */
@ServerTest
class ProblemsIT {
    private static final String KEY = "planted-Key-4711";
    private final Api api;
    private Browser admin;

    @Autowired
    ProblemsIT(Api api) {
        this.api = api;
        this.admin = api.browser();
    }

    @BeforeEach
    void signIn() {
        admin = api.signedIn(Role.ADMIN);
    }

    @Test
    void aStaleVersionIsRefusedAndShowsWhatIsThereNow() {
        Answer made = admin.put("/api/v1/groups/etag", "{\"description\":\"one\"}");
        String etag = made.header("ETag").orElseThrow();
        Answer changed =
                admin.put("/api/v1/groups/etag", "{\"description\":\"two\"}", "If-Match", etag);
        Answer stale =
                admin.put("/api/v1/groups/etag", "{\"description\":\"three\"}", "If-Match", etag);

        assertThat(made.status()).isEqualTo(201);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.at("/code")).isEqualTo("CONFLICT");
        assertThat(stale.at("/current/description")).isEqualTo("two");
        assertThat(admin.get("/api/v1/groups/etag").header("ETag"))
                .isEqualTo(changed.header("ETag"));
    }

    @Test
    void anUnknownFieldIsNamed() {
        Answer answer = admin.put("/api/v1/groups/typo", "{\"descripton\":\"x\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("UNKNOWN_FIELD");
        assertThat(answer.at("/errors/0/field")).isEqualTo("descripton");
        assertThat(answer.at("/errors/0/cure")).contains("description");
    }

    @Test
    void everyWrongValueIsReportedAtOnce() {
        Answer answer =
                admin.put(
                        "/api/v1/peers/bad",
                        "{\"framedIp\":\"10.0.0.999\",\"acctInterimSeconds\":1,\"group\":\"none\"}");

        assertThat(answer.status()).isEqualTo(422);
        List<String> fields = new ArrayList<>();
        answer.json().get("errors").forEach(e -> fields.add(e.get("field").asString()));
        assertThat(fields).contains("framedIp", "acctInterimSeconds", "group");
        assertThat(admin.get("/api/v1/peers/bad").status()).isEqualTo(404);
    }

    @Test
    void anUnknownAvPairIsKeptWithAWarningAWrongOneRefused() {
        Answer kept = admin.put("/api/v1/groups/av", "{\"avPairs\":[\"acme:colour=red\"]}");
        Answer wrong =
                admin.put(
                        "/api/v1/groups/av",
                        "{\"avPairs\":[\"ipsec:route-set=remote ipv4 10.0.0.0\"]}");

        assertThat(kept.status()).isEqualTo(201);
        assertThat(kept.header("X-FlexAAA-Warning").orElse("")).contains("avPairs[0]");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("/errors/0/field")).isEqualTo("avPairs[0]");
        assertThat(wrong.at("/errors/0/cure")).isNotBlank();
    }

    @Test
    void secretsAreNeverReturned() {
        Answer peer =
                admin.put(
                        "/api/v1/peers/secretive",
                        "{\"psk\":{\"kind\":\"symmetric\",\"symmetric\":\"" + KEY + "\"}}");
        Answer nas =
                admin.put(
                        "/api/v1/nas/secretive",
                        "{\"address\":\"127.106.0.1\",\"secret\":\"" + KEY + "\"}");

        assertThat(peer.status()).isEqualTo(201);
        assertThat(nas.status()).isEqualTo(201);
        assertThat(peer.json().at("/psk/set").asBoolean()).isTrue();
        for (String path :
                List.of(
                        "/api/v1/peers/secretive",
                        "/api/v1/peers?q=secretive",
                        "/api/v1/peers/secretive/psk",
                        "/api/v1/nas/secretive",
                        "/api/v1/nas",
                        "/api/v1/audit?q=secretive"))
            assertThat(admin.get(path).body()).as(path).contains("\"").doesNotContain(KEY);
        assertThat(peer.body() + nas.body()).doesNotContain(KEY);
        assertThat(
                        admin.put("/api/v1/peers/secretive", "{\"psk\":{\"kind\":\"" + KEY + "\"}}")
                                .body())
                .as("a key typed into the wrong field")
                .doesNotContain(KEY);
    }

    @Test
    void revealingAKeyIsAudited() {
        admin.put("/api/v1/peers/revealed", "{}");
        Answer made =
                admin.post("/api/v1/peers/revealed/psk:generate", "{\"kind\":\"asymmetric\"}");
        Answer revealed = admin.post("/api/v1/peers/revealed/psk:reveal", "");

        assertThat(revealed.at("/local")).isEqualTo(made.at("/local")).isNotBlank();
        assertThat(
                        api.signedIn(Role.OPERATOR)
                                .post("/api/v1/peers/revealed/psk:reveal", "")
                                .status())
                .isEqualTo(403);
        JsonNode audit = admin.get("/api/v1/audit?target=revealed&action=reveal-psk").json();
        assertThat(audit.at("/items/0/actor").asString()).isEqualTo("test-admin");
        assertThat(audit.toString()).doesNotContain(made.at("/local"));
    }

    @Test
    void keysetPagesShowEachRowOnce() {
        for (int i = 0; i < 7; i++) admin.put("/api/v1/peers/page-" + i, "{}");
        List<String> names = new ArrayList<>();
        String after = "";
        int pages = 0;
        do {
            Answer page = admin.get("/api/v1/peers?q=page-&limit=3" + after);
            page.json().get("items").forEach(p -> names.add(p.get("name").asString()));
            JsonNode next = page.json().get("next");
            after = next.isNull() ? "" : "&after=" + next.asString();
            pages++;
        } while (!after.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(names)
                .containsExactly(
                        "page-0", "page-1", "page-2", "page-3", "page-4", "page-5", "page-6");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWithAndWithoutALength() throws Exception {
        byte[] large = new byte[(int) BodyLimitFilter.LIMIT + 1];
        java.util.Arrays.fill(large, (byte) ' ');
        Answer withLength =
                admin.put(
                        "/api/v1/groups/large",
                        new String(large, java.nio.charset.StandardCharsets.US_ASCII));
        var chunked =
                admin.http()
                        .send(
                                admin.request("/api/v1/groups/large")
                                        .header("Content-Type", "application/json")
                                        .header(
                                                "X-XSRF-TOKEN",
                                                admin.cookie("XSRF-TOKEN").orElseThrow())
                                        .PUT(
                                                BodyPublishers.ofInputStream(
                                                        () -> new ByteArrayInputStream(large)))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(withLength.status()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("BODY_TOO_LARGE");
    }
}
