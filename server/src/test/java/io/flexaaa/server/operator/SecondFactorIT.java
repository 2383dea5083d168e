package io.flexaaa.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.ByteArrayOutputStream;

/** Second factor of operators, and what a credential that ended is told. */
@ServerTest
class SecondFactorIT {
    private final Api api;
    private final OperatorService operators;

    @Autowired
    SecondFactorIT(Api api, OperatorService operators) {
        this.api = api;
        this.operators = operators;
    }

    @Test
    void aConfirmedFactorIsAskedForAndEachCodeWorksOnce() {
        operators.create(Actor.system(), "two-factor", Role.OPERATOR, Api.PASSWORD);
        Browser browser = api.browser();
        browser.signIn("two-factor", Api.PASSWORD);
        Answer enrolled = browser.post("/api/v1/operators/me/totp", "{}");
        assertThat(enrolled.at("/uri")).startsWith("otpauth://totp/FlexAAA:two-factor?secret=");
        Secret secret = Secret.wrap(base32(enrolled.at("/secret")));
        // Enrolled and not confirmed locks nobody out.
        assertThat(api.browser().signIn("two-factor", Api.PASSWORD).status()).isEqualTo(200);
        assertThat(
                        browser.post("/api/v1/operators/me/totp:confirm", "{\"code\":\"000000x\"}")
                                .status())
                .isEqualTo(422);
        long step = Totp.step(System.currentTimeMillis());
        Answer confirmed =
                browser.post(
                        "/api/v1/operators/me/totp:confirm",
                        "{\"code\":\"" + Totp.code(secret, step) + "\"}");
        assertThat(confirmed.json().get("recoveryCodes")).as(confirmed.body()).hasSize(10);

        Answer without = api.browser().signIn("two-factor", Api.PASSWORD);
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.at("/code")).isEqualTo("CODE_NEEDED");
        assertThat(signIn(Totp.code(secret, step)).at("/code")).isEqualTo("SIGN_IN_REFUSED");
        String next = Totp.code(secret, step + 1);
        assertThat(signIn(next).status()).isEqualTo(200);
        assertThat(signIn(next).status()).isEqualTo(401);
        String recovery = confirmed.at("/recoveryCodes/0");
        assertThat(signIn(recovery).status()).isEqualTo(200);
        assertThat(signIn(recovery).status()).isEqualTo(401);
        assertThat(
                        browser.post(
                                        "/api/v1/operators/me/totp:remove",
                                        "{\"code\":\"" + confirmed.at("/recoveryCodes/1") + "\"}")
                                .status())
                .isEqualTo(204);
        assertThat(api.browser().signIn("two-factor", Api.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aCredentialThatEndedIsToldWhy() {
        operators.create(Actor.system(), "loses", Role.OPERATOR, Api.PASSWORD);
        Browser browser = api.browser();
        browser.signIn("loses", Api.PASSWORD);
        Answer token = browser.post("/api/v1/tokens", "{\"name\":\"robot\"}");
        String secret = token.at("/secret");
        assertThat(secret).startsWith(token.at("/token/prefix")).hasSizeGreaterThan(30);
        Answer rotated =
                browser.post(
                        "/api/v1/tokens/" + token.json().at("/token/id").asInt() + ":rotate", "");
        assertThat(api.browser().withToken(secret).get("/api/v1/peers").status()).isEqualTo(401);
        String fresh = rotated.at("/secret");
        assertThat(api.browser().withToken(fresh).get("/api/v1/peers").status()).isEqualTo(200);
        Browser admin = api.signedIn(Role.ADMIN);
        admin.put("/api/v1/operators/loses", "{\"role\":\"operator\",\"enabled\":false}");
        assertThat(api.browser().withToken(fresh).get("/api/v1/peers").at("/code"))
                .isEqualTo("ACCOUNT_DISABLED");
        admin.put("/api/v1/operators/loses", "{\"role\":\"auditor\",\"enabled\":true}");
        Answer lesser = api.browser().withToken(fresh).put("/api/v1/peers/x", "{}");
        assertThat(lesser.status()).isEqualTo(403);
        assertThat(lesser.at("/detail")).contains("peers:write");
        admin.delete("/api/v1/tokens/" + token.json().at("/token/id").asInt());
        assertThat(api.browser().withToken(fresh).get("/api/v1/peers").at("/code"))
                .isEqualTo("TOKEN_REVOKED");
        assertThat(admin.post("/api/v1/audit/verify", "").json().get("whole").asBoolean()).isTrue();
        assertThat(
                        admin.get(
                                        "/api/v1/audit?targetKind=token&from=2000-01-01T00:00:00Z&outcome=ok")
                                .body())
                .contains("revoke");
    }

    private Answer signIn(String code) {
        return api.browser()
                .post(
                        "/api/v1/session",
                        "{\"username\":\"two-factor\",\"password\":\""
                                + Api.PASSWORD
                                + "\",\"code\":\""
                                + code
                                + "\"}");
    }

    private static byte[] base32(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int have = 0;
        for (char c : text.toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            have += 5;
            if (have >= 8) {
                have -= 8;
                out.write(bits >> have & 0xff);
            }
        }
        return out.toByteArray();
    }
}
