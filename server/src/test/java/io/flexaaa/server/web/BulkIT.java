package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code POST /api/v1/bulk}: many writes, each for itself or all together. */
@ServerTest
class BulkIT {
    private final Api api;
    private Browser admin;

    @Autowired
    BulkIT(Api api) {
        this.api = api;
        this.admin = api.browser();
    }

    @BeforeEach
    void signIn() {
        admin = api.signedIn(Role.ADMIN);
    }

    @Test
    void eachItemHasItsOwnAnswer() {
        Answer answer =
                admin.post(
                        "/api/v1/bulk",
                        """
                        {"items":[
                          {"kind":"group","name":"bulk-g","body":{"description":"made in bulk"}},
                          {"kind":"peer","name":"bulk/ü 1","body":{"group":"bulk-g"}},
                          {"kind":"peer","name":"bulk-bad","body":{"framedIp":"10.0.0.999"}},
                          {"method":"DELETE","path":"/api/v1/peers/bulk-never"}]}\
                        """);

        assertThat(answer.status()).as(answer.body()).isEqualTo(207);
        assertThat(answer.json().get("succeeded").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/results/0/status").asInt()).isEqualTo(201);
        assertThat(answer.at("/results/1/body/name")).isEqualTo("bulk/ü 1");
        assertThat(answer.at("/results/2/body/errors/0/field")).isEqualTo("framedIp");
        assertThat(answer.at("/results/3/body/code")).isEqualTo("NOT_FOUND");
        assertThat(admin.get("/api/v1/groups/bulk-g").at("/description")).isEqualTo("made in bulk");
    }

    @Test
    void allOrNothingIsNothingWhenOneIsRefused() {
        Answer answer =
                admin.post(
                        "/api/v1/bulk",
                        """
                        {"atomic":true,"items":[
                          {"kind":"group","name":"bulk-atom-g","body":{}},
                          {"kind":"peer","name":"bulk-atom-p","body":{"group":"bulk-atom-g"}},
                          {"kind":"peer","name":"bulk-atom-q","body":{"acctInterimSeconds":1}}]}\
                        """);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/code")).isEqualTo("BULK_ROLLED_BACK");
        assertThat(answer.at("/errors/0/field")).isEqualTo("items[2].body.acctInterimSeconds");
        assertThat(admin.get("/api/v1/groups/bulk-atom-g").status()).isEqualTo(404);
        assertThat(admin.get("/api/v1/audit?target=bulk-atom-g").json().get("items")).isEmpty();
    }

    @Test
    void allOrNothingIsAllWhenNoneIsRefused() {
        String body =
                """
                {"atomic":true,"items":[
                  {"kind":"group","name":"bulk-all-g","body":{}},
                  {"kind":"peer","name":"bulk-all-p","body":{"group":"bulk-all-g",
                     "psk":{"kind":"symmetric","symmetric":"planted-bulk-4711"}}}]}\
                """;
        Answer tried = admin.post("/api/v1/bulk?dryRun=true", body);
        assertThat(tried.status()).as(tried.body()).isEqualTo(200);
        assertThat(tried.json().get("committed").asBoolean()).isFalse();
        assertThat(admin.get("/api/v1/groups/bulk-all-g").status()).isEqualTo(404);

        Answer done = admin.post("/api/v1/bulk", body);

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.body()).doesNotContain("planted-bulk");
        assertThat(admin.get("/api/v1/peers/bulk-all-p").at("/group")).isEqualTo("bulk-all-g");
        assertThat(admin.get("/api/v1/audit?target=bulk-all-p").at("/items/0/action"))
                .isEqualTo("create");
    }

    @Test
    void anItemNeedsItsOwnPermission() {
        Browser auditor = api.signedIn(Role.AUDITOR);
        Answer answer =
                auditor.post(
                        "/api/v1/bulk",
                        "{\"items\":[{\"kind\":\"peer\",\"name\":\"bulk-no\",\"body\":{}}]}");

        assertThat(answer.json().at("/results/0/status").asInt()).isEqualTo(403);
        assertThat(answer.at("/results/0/body/detail")).contains("peers:write");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                         | 422 | items
                    {"items":[]}                                               | 422 | items
                    {"items":[null]}                                           | 422 | items[0]
                    {"items":[{"kind":"peer"}]}                                | 422 | items[0].path
                    {"items":[{"path":"/api/v1/bulk","method":"POST"}]}        | 422 | items[0].path
                    {"items":[{"path":"/api/v1/session","method":"POST"}]}     | 422 | items[0].path
                    {"items":[{"path":"/etc/passwd"}]}                         | 422 | items[0].path
                    {"items":[{"path":"/api/v1/peers/x","method":"GET"}]}      | 422 | items[0].method
                    {"items":[{"kind":"peer","name":"x","boddy":{}}]}          | 400 | items[0].boddy
                    {"items":"all"}                                            | 400 | items
                    """)
    void badCallsAreRefusedWhole(String body, int status, String field) {
        Answer answer = admin.post("/api/v1/bulk", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(field);
    }
}
