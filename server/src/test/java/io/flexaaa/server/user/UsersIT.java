package io.flexaaa.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Users over REST: what is kept, what is never shown, what is refused. */
@ServerTest
class UsersIT {
    private static final String PASSWORD = "a-sentence-of-words";
    private final Browser admin;

    @Autowired
    UsersIT(Api api) {
        admin = api.signedIn(Role.ADMIN);
    }

    @Test
    void aUserLivesWithoutItsPasswordEverShown() {
        String url = "/api/v1/users/rest-alice";
        admin.delete(url);
        Answer made =
                admin.put(
                        url,
                        """
                        {"description":"Alice","password":{"storage":"reversible","value":"%s"},
                         "framedIp":"10.1.2.3","avPairs":["ipsec:dns-servers=192.0.2.53"]}
                        """
                                .formatted(PASSWORD));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).doesNotContain(PASSWORD);
        assertThat(made.at("/password/storage")).isEqualTo("reversible");
        assertThat(made.json().at("/password/methods").toString()).contains("ms-chap-v2");

        Answer changed =
                admin.put(
                        url,
                        "{\"description\":\"A.\"}",
                        "If-Match",
                        made.header("ETag").orElse(""));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().at("/password/set").asBoolean()).isTrue();
        Answer stale = admin.put(url, "{}", "If-Match", made.header("ETag").orElse(""));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.at("/code")).isEqualTo("CONFLICT");

        Answer hashed =
                admin.put(
                        url,
                        "{\"password\":{\"storage\":\"hash\",\"value\":\"" + PASSWORD + "\"}}");
        assertThat(hashed.json().at("/password/methods").toString())
                .contains("pap")
                .doesNotContain("chap-v2");
        assertThat(admin.get("/api/v1/users?q=rest-al").json().at("/items").size()).isEqualTo(1);
        Answer audit = admin.get("/api/v1/audit?limit=20");
        assertThat(audit.body()).contains("rest-alice").doesNotContain(PASSWORD);
        assertThat(admin.delete(url).status()).isEqualTo(204);
        assertThat(admin.get(url).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    cisco,              authorization password
                    CISCO,              authorization password
                    short,              5 characters
                    rest-BOB,           user's name
                    """)
    void passwordsThatAreRefused(String password, String word) {
        Answer refused =
                admin.put(
                        "/api/v1/users/rest-bob",
                        "{\"password\":{\"storage\":\"reversible\",\"value\":\""
                                + password
                                + "\"}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/field")).isEqualTo("password.value");
        assertThat(refused.at("/errors/0/message")).contains(word);
        assertThat(refused.at("/errors/0/value")).isEmpty();
        assertThat(refused.at("/errors/0/cure")).isNotEmpty();
    }

    @Test
    void namesAreOneNamespace() {
        admin.put("/api/v1/peers/rest-one-name", "{}");
        Answer refused = admin.put("/api/v1/users/Rest-One-Name", "{}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/message")).contains("is a peer's name");
        admin.delete("/api/v1/peers/rest-one-name");

        admin.put("/api/v1/users/rest-one-name", "{}");
        assertThat(admin.put("/api/v1/peers/rest-one-name", "{}").at("/errors/0/message"))
                .contains("is a user's name");
        assertThat(admin.put("/api/v1/groups/rest-one-name", "{}").at("/errors/0/message"))
                .contains("is a user's name");
        admin.delete("/api/v1/users/rest-one-name");
    }

    @Test
    void badInputNamesFieldAndCure() {
        Answer refused =
                admin.put(
                        "/api/v1/users/rest-bad",
                        """
                        {"group":"nowhere","framedIp":"10.1.2","addrV6":"2001:db8::/200",
                         "acctInterimSeconds":1,"password":{"storage":"none","value":"something-long"}}
                        """);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors").size()).isEqualTo(5);
        assertThat(
                        admin.put("/api/v1/users/rest-bad", "{\"password\":{\"storage\":\"x\"}}")
                                .status())
                .isIn(400, 422);
    }

    @Test
    void aSecondFactorIsShownOnce() {
        String url = "/api/v1/users/rest-totp";
        admin.put(url, "{}");
        Answer enrolled = admin.post(url + "/totp:enroll", "{}");
        assertThat(enrolled.at("/uri"))
                .startsWith("otpauth://totp/FlexAAA:rest-totp?secret=")
                .contains("digits=6")
                .contains(enrolled.at("/secret"));
        assertThat(enrolled.header("Cache-Control").orElse("")).contains("no-store");
        Answer shown = admin.get(url);
        assertThat(shown.json().at("/totp/enabled").asBoolean()).isTrue();
        assertThat(shown.body()).doesNotContain(enrolled.at("/secret"));
        assertThat(admin.get("/api/v1/audit?limit=20").body())
                .contains("enroll-totp")
                .doesNotContain(enrolled.at("/secret"));
        Answer off = admin.post(url + "/totp:disable", "{}");
        assertThat(off.json().at("/totp/enabled").asBoolean()).isFalse();
        admin.delete(url);
    }
}
