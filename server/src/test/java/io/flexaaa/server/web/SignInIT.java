package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ServerTest
class SignInIT {
    private final Api api;
    private final OperatorService operators;

    @Autowired
    SignInIT(Api api, OperatorService operators) {
        this.api = api;
        this.operators = operators;
    }

    @Test
    void theSessionCookieIsOutOfReachOfScriptsAndOtherSites() {
        Answer answer = api.browser().signIn(api.operator(Role.AUDITOR), Api.PASSWORD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.at("/operator/role")).isEqualTo("auditor");
        String cookie =
                answer.raw().headers().allValues("Set-Cookie").stream()
                        .filter(c -> c.startsWith("FLEXAAA_SESSION="))
                        .findFirst()
                        .orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    }

    @Test
    void aWrongPasswordAndAnUnknownAccountReadTheSame() {
        Answer wrong = api.browser().signIn(api.operator(Role.AUDITOR), "not this one");
        Answer unknown = api.browser().signIn("nobody-at-all", "not this one");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.at("/code")).isEqualTo("SIGN_IN_REFUSED");
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(wrong.header("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void guessingIsSlowedDown() {
        Answer last = api.browser().signIn("guessed", "0");
        for (int i = 1; i <= 5; i++) last = api.browser().signIn("guessed", "try " + i);

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.at("/code")).isEqualTo("TOO_MANY_SIGN_INS");
        assertThat(Integer.parseInt(last.header("Retry-After").orElse("0"))).isBetween(1, 60);
    }

    @Test
    void aWriteWithoutTheCsrfHeaderIsRefused() {
        Browser browser = api.signedIn(Role.ADMIN).withoutCsrfHeader();

        Answer answer = browser.put("/api/v1/groups/csrf", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/code")).isEqualTo("CSRF");
        assertThat(answer.at("/detail")).contains("X-XSRF-TOKEN");
    }

    @Test
    void theCsrfTokenStaysTheSameAcrossWrites() {
        Browser browser = api.signedIn(Role.ADMIN);

        assertThat(browser.put("/api/v1/groups/csrf1", "{}").status()).isEqualTo(201);
        String token = browser.cookie("XSRF-TOKEN").orElseThrow();
        assertThat(browser.put("/api/v1/groups/csrf1", "{}").status()).isEqualTo(200);
        assertThat(browser.cookie("XSRF-TOKEN").orElseThrow()).isEqualTo(token);
    }

    @Test
    void afterSigningOutTheCookieIsWorthless() {
        Browser browser = api.signedIn(Role.AUDITOR);
        String stolen = browser.cookie("FLEXAAA_SESSION").orElseThrow();

        assertThat(browser.delete("/api/v1/session").status()).isEqualTo(204);

        Answer answer =
                api.browser()
                        .call(
                                "GET",
                                "/api/v1/session",
                                null,
                                "Cookie",
                                "FLEXAAA_SESSION=" + stolen);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.at("/detail")).contains("has ended");
    }

    @Test
    void aDisabledAccountIsSignedOutAtOnce() {
        operators.create(Actor.system(), "leaver", Role.AUDITOR, Api.PASSWORD);
        Browser leaver = api.browser();
        assertThat(leaver.signIn("leaver", Api.PASSWORD).status()).isEqualTo(200);

        Answer disabled =
                api.signedIn(Role.ADMIN)
                        .put(
                                "/api/v1/operators/leaver",
                                "{\"role\":\"auditor\",\"enabled\":false}");

        assertThat(disabled.status()).isEqualTo(200);
        assertThat(leaver.get("/api/v1/session").status()).isEqualTo(401);
        assertThat(api.browser().signIn("leaver", Api.PASSWORD).status()).isEqualTo(401);
    }

    @Test
    void aNewPasswordEndsTheOtherSessions() {
        operators.create(Actor.system(), "changer", Role.AUDITOR, Api.PASSWORD);
        Browser here = api.browser();
        Browser elsewhere = api.browser();
        here.signIn("changer", Api.PASSWORD);
        elsewhere.signIn("changer", Api.PASSWORD);

        Answer weak =
                here.post(
                        "/api/v1/operators/me/password",
                        "{\"current\":\"" + Api.PASSWORD + "\",\"replacement\":\"short\"}");
        Answer good =
                here.post(
                        "/api/v1/operators/me/password",
                        "{\"current\":\""
                                + Api.PASSWORD
                                + "\",\"replacement\":\"another horse battery\"}");

        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.body()).doesNotContain("\"short\"");
        assertThat(good.status()).isEqualTo(204);
        assertThat(here.get("/api/v1/session").status()).isEqualTo(200);
        assertThat(elsewhere.get("/api/v1/session").status()).isEqualTo(401);
    }

    @Test
    void aTokenIsNarrowedByItsScopesAndEndsWhenRevoked() {
        Browser owner = api.signedIn(Role.OPERATOR);
        Answer tooMuch =
                owner.post(
                        "/api/v1/tokens", "{\"name\":\"x\",\"permissions\":[\"operators:write\"]}");
        Answer made =
                owner.post("/api/v1/tokens", "{\"name\":\"ci\",\"permissions\":[\"nas:read\"]}");
        Browser program = api.browser().withToken(made.at("/secret"));

        assertThat(tooMuch.status()).isEqualTo(422);
        assertThat(made.status()).isEqualTo(201);
        assertThat(program.get("/api/v1/nas").status()).isEqualTo(200);
        Answer refused = program.get("/api/v1/peers");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/detail")).contains("peers:read");
        assertThat(program.post("/api/v1/tokens", "{\"name\":\"child\"}").at("/code"))
                .isEqualTo("SESSION_NEEDED");

        owner.delete("/api/v1/tokens/" + made.at("/token/id"));
        assertThat(program.get("/api/v1/nas").status()).isEqualTo(401);
    }

    @Test
    void theLastAdministratorStays() {
        Browser admin = api.signedIn(Role.ADMIN);
        for (var o : operators.all())
            if (o.role() == Role.ADMIN && !o.name().equals("test-admin"))
                admin.delete("/api/v1/operators/" + o.name());

        Answer answer = admin.delete("/api/v1/operators/test-admin");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.at("/code")).isEqualTo("LAST_ADMIN");
    }
}
