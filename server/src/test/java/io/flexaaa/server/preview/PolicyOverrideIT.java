package io.flexaaa.server.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Saving against a failing policy test takes a permission, and the audit names the test. */
@ServerTest
class PolicyOverrideIT {
    private static final String PEER = "/api/v1/peers/override-spoke";
    private static final String TEST = "/api/v1/policy/tests/override-keeps-its-address";
    private static final String OTHER = "{\"framedIp\":\"10.8.0.99\"}";
    private final Api api;
    private final Browser admin;

    @Autowired
    PolicyOverrideIT(Api api) {
        this.api = api;
        this.admin = api.signedIn(Role.ADMIN);
    }

    @BeforeEach
    void site() {
        put("/api/v1/nas/override-hub", "{\"address\":\"127.82.0.1\",\"secret\":\"override-it\"}");
        put(PEER + "?wait=applied", "{\"framedIp\":\"10.8.0.17\"}");
        put(
                TEST,
                "{\"peer\":\"override-spoke\",\"nas\":\"override-hub\","
                        + "\"has\":[\"Framed-IP-Address=10.8.0.17\"]}");
    }

    @AfterEach
    void remove() {
        for (String path : new String[] {TEST, PEER, "/api/v1/nas/override-hub"})
            admin.delete(path);
    }

    @Test
    void onlyWithThePermissionAndByName() {
        Browser operator = api.signedIn(Role.OPERATOR);

        assertThat(operator.put(PEER, OTHER).at("/code")).isEqualTo("POLICY_TEST_FAILED");
        Answer refused = operator.put(PEER + "?force=true", OTHER);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/detail")).contains("policy:override");
        assertThat(operator.put("/api/v1/groups/override-group?force=true", "{}").status())
                .isEqualTo(403);
        assertThat(admin.get(PEER).at("/framedIp")).isEqualTo("10.8.0.17");
        String log = "/api/v1/audit?action=override-policy-tests&target=override-spoke";
        long before = admin.get(log).json().get("items").size();

        assertThat(admin.put(PEER + "?force=true&dryRun=true", OTHER).status()).isEqualTo(200);
        assertThat(admin.get(log).json().get("items").size()).isEqualTo((int) before);
        Answer forced = admin.put(PEER + "?force=true", OTHER);

        assertThat(forced.status()).as(forced.body()).isEqualTo(200);
        Answer audit = admin.get(log);
        assertThat(audit.at("/items/0/actor")).isEqualTo("test-admin");
        assertThat(audit.at("/items/0/detail/failing/0"))
                .contains("override-keeps-its-address")
                .contains("10.8.0.99");
        // Nothing fails any more: force has nothing to say.
        admin.put(PEER + "?force=true", OTHER);
        assertThat(admin.get(log).json().get("items").size()).isEqualTo((int) before + 1);
    }

    private void put(String path, String body) {
        Answer answer = admin.put(path, body);
        assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
    }
}
