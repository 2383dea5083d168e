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

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bodies nobody should send: each is refused with field and cure, and nothing is half applied. */
@ServerTest
class BadBodiesIT {
    private final Api api;
    private Browser admin;

    @Autowired
    BadBodiesIT(Api api) {
        this.api = api;
        this.admin = api.browser();
    }

    @BeforeEach
    void signIn() {
        admin = api.signedIn(Role.ADMIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"description":7}                      | 400 | description          | text
                    {"description":["a"]}                  | 400 | description          | text
                    {"description":"a\\u0000b"}            | 400 | description          | text
                    {"description":"\\ud800"}              | 400 | description          | text
                    {"enabled":"yes"}                      | 400 | enabled              | true or false
                    {"enabled":1}                          | 400 | enabled              | true or false
                    {"avPairs":"ip:mtu=1400"}              | 400 | avPairs              | list
                    {"avPairs":[1]}                        | 400 | avPairs[0]           | text
                    {"acctInterimSeconds":"300"}           | 400 | acctInterimSeconds   | number
                    {"acctInterimSeconds":1.5}             | 400 | acctInterimSeconds   | number
                    {"acctInterimSeconds":99999999999}     | 400 | acctInterimSeconds   | range
                    {"validUntil":"tomorrow"}              | 400 | validUntil           | instant
                    {"psk":{"kind":"magic"}}               | 400 | psk.kind             | symmetric
                    {"psk":"secret-in-the-wrong-place"}    | 400 | psk                  | object
                    {"framedIp":"10.0.0"}                  | 422 | framedIp             | 192.0.2.1
                    {"enbled":true}                        | 400 | enbled               | enabled
                    [1,2]                                  | 400 | body                 | object
                    null                                   | 400 | body                 | JSON
                    {"enabled":true,"enabled":false}       | 400 | enabled              | uplicate
                    {"enabled":true                        | 400 | JSON                 | line
                    {"enabled":true} {}                    | 400 | body                 | line
                    """)
    void aPeerIsRefusedWithFieldAndCure(String body, int status, String field, String cure) {
        Answer answer = admin.put("/api/v1/peers/bad-body", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(field);
        assertThat(answer.body()).contains(cure);
        assertThat(answer.body()).doesNotContain("io.flexaaa").doesNotContain("wrong-place");
        assertThat(admin.get("/api/v1/peers/bad-body").status()).isEqualTo(404);
    }

    @Test
    void badEncodingIsRefused() throws IOException, InterruptedException {
        byte[] latin1 = {'{', '"', 'd', 'e', 's', 'c', (byte) 0xe9, '"', ':', '1', '}'};
        var answer =
                admin.http()
                        .send(
                                admin.request("/api/v1/peers/bad-body")
                                        .header("Content-Type", "application/json")
                                        .header(
                                                "X-XSRF-TOKEN",
                                                admin.cookie("XSRF-TOKEN").orElseThrow())
                                        .PUT(BodyPublishers.ofByteArray(latin1))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("UNREADABLE");
    }

    /** Every write of the server's own document against bodies that fit none of them. */
    @Test
    void noWriteFailsOnABodyOfAnotherShape() {
        JsonNode paths = admin.get("/api/openapi.json").json().get("paths");
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Map.Entry<String, JsonNode> path : paths.properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (!operation.getValue().has("requestBody")) continue;
                boolean json =
                        operation.getValue().at("/requestBody/content").has("application/json");
                if (!json || path.getKey().equals("/api/v1/session")) continue;
                String url = path.getKey().replaceAll("\\{[^}]*}", "1");
                for (String body :
                        List.of("[]", "\"text\"", "{\"noSuchField\":1}", "{", "\u00e9", "42")) {
                    Answer answer =
                            admin.call(operation.getKey().toUpperCase(Locale.ROOT), url, body);
                    tried++;
                    if (answer.status() < 400
                            || answer.status() >= 500
                            || answer.at("/code").isEmpty())
                        wrong.add(
                                operation.getKey()
                                        + " "
                                        + url
                                        + " "
                                        + body
                                        + " -> "
                                        + answer.body());
                }
            }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(50);
    }
}
