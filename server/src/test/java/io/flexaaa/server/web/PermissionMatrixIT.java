package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.Locale;
import java.util.Map;

/** Every operation of the running server's own document, called without the permission it names. */
@ServerTest
class PermissionMatrixIT {
    private final Api api;

    @Autowired
    PermissionMatrixIT(Api api) {
        this.api = api;
    }

    @Test
    void everyOperationRefusesWhoLacksItsPermission() {
        JsonNode paths = api.browser().get("/api/openapi.json").json().get("paths");
        // A token that holds nothing but what every signed-in caller may do.
        Answer token =
                api.signedIn(Role.ADMIN)
                        .post("/api/v1/tokens", "{\"name\":\"powerless\",\"permissions\":[]}");
        Browser powerless = api.browser().withToken(token.at("/secret"));
        int tried = 0;

        for (Map.Entry<String, JsonNode> path : paths.properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                String url = path.getKey().replaceAll("\\{[^}]*}", "1");
                String needed =
                        operation.getValue().path("x-required-permission").asString("(none)");
                String body = method.equals("GET") || method.equals("DELETE") ? null : "{}";
                if (needed.equals("anyone")) continue;
                assertThat(api.browser().call(method, url, body).status())
                        .as(method + " " + url + " by a stranger")
                        .isEqualTo(401);
                if (needed.equals("signed-in")) continue;
                Answer refused = powerless.call(method, url, body);
                assertThat(refused.status()).as(method + " " + url).isEqualTo(403);
                assertThat(refused.at("/detail")).contains("missing permission: " + needed);
                tried++;
            }
        assertThat(tried).isGreaterThan(30);
    }

    @Test
    void metricsNeedAPermissionTheHealthProbeDoesNot() {
        assertThat(api.browser().get("/actuator/prometheus").status()).isEqualTo(401);
        assertThat(api.signedIn(Role.AUDITOR).get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(api.browser().get("/api/v1/health").at("/status")).isEqualTo("up");
    }
}
