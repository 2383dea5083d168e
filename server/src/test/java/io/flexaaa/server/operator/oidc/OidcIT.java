package io.flexaaa.server.operator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.operator.oidc.TestProvider.Fault;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Operators of an OpenID provider, by the whole HTTP flow; the provider is not ours. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcIT {
    private final Api api;
    private final TestProvider provider;

    @Autowired
    OidcIT(Api api, Environment environment) {
        this.api = api;
        String issuer = environment.getRequiredProperty("flexaaa.oidc.issuer");
        provider =
                new TestProvider(
                        URI.create(issuer).getPort(),
                        issuer,
                        environment.getRequiredProperty("flexaaa.oidc.client-secret"),
                        "http://localhost:"
                                + environment.getProperty("local.server.port")
                                + "/login/oidc/callback");
    }

    @BeforeEach
    @AfterEach
    void forget() {
        Browser admin = api.signedIn(Role.ADMIN);
        for (String name : List.of("olga", "adam", "nora"))
            admin.delete("/api/v1/operators/" + name);
        provider.gives(Fault.NONE);
        provider.groups(TestProvider.GROUPS);
    }

    @AfterAll
    void stop() {
        provider.close();
    }

    @Test
    void whoHasAMappedGroupSignsInAndOut() throws Exception {
        Answer methods = api.browser().get("/api/v1/session/methods");
        assertThat(methods.at("/oidc/url")).isEqualTo("/login/oidc");
        Browser olga = api.browser();

        Answer done = signIn(olga, "olga");

        assertThat(done.header("Location")).contains("/");
        Answer me = olga.get("/api/v1/session");
        assertThat(me.status()).as(me.body()).isEqualTo(200);
        assertThat(me.at("/operator/name")).isEqualTo("olga");
        assertThat(me.at("/operator/role")).isEqualTo("operator");
        // The CSRF cookie came along: a write works at once.
        assertThat(olga.put("/api/v1/groups/oidc-group", "{}").status()).isBetween(200, 201);
        assertThat(olga.delete("/api/v1/groups/oidc-group").status()).isEqualTo(204);
        Browser admin = api.signedIn(Role.ADMIN);
        assertThat(admin.get("/api/v1/operators/olga").json().get("oidc").asBoolean()).isTrue();
        assertThat(admin.get("/api/v1/audit?target=olga&action=sign-in").at("/items/0/detail/by"))
                .isEqualTo("oidc");
        assertThat(olga.delete("/api/v1/session").status()).isEqualTo(204);
        assertThat(olga.get("/api/v1/session").status()).isEqualTo(401);
    }

    @Test
    void theRoleIsThatOfTheLatestSignIn() throws Exception {
        Browser first = api.browser();
        signIn(first, "adam");
        assertThat(first.get("/api/v1/session").at("/operator/role")).isEqualTo("admin");

        provider.groups(Map.of("adam", List.of("netops")));
        Browser second = api.browser();
        signIn(second, "adam");

        assertThat(second.get("/api/v1/session").at("/operator/role")).isEqualTo("operator");
        // Also in the session that is open already.
        assertThat(first.get("/api/v1/session").at("/operator/role")).isEqualTo("operator");
        provider.groups(Map.of("adam", List.of("nothing-here")));
        refused(signIn(api.browser(), "adam"), "OIDC_NO_ROLE");
    }

    @Test
    void withoutAMappedGroupThereIsNoAccess() throws Exception {
        Browser nora = api.browser();

        refused(signIn(nora, "nora"), "OIDC_NO_ROLE");

        assertThat(nora.get("/api/v1/session").status()).isEqualTo(401);
        assertThat(api.signedIn(Role.ADMIN).get("/api/v1/operators/nora").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aTokenThatIsWrongOpensNothing(Fault fault) throws Exception {
        Browser olga = api.browser();
        provider.gives(fault);

        refused(signIn(olga, "olga"), "OIDC_TOKEN");

        assertThat(olga.get("/api/v1/session").status()).isEqualTo(401);
        assertThat(api.signedIn(Role.ADMIN).get("/api/v1/operators/olga").status()).isEqualTo(404);
    }

    @Test
    void anAnswerBelongsToTheBrowserAndTheSignInItWasAskedIn() throws Exception {
        Browser olga = api.browser();
        URI back = atTheProvider(olga, "olga");
        String path = back.getRawPath() + "?" + back.getRawQuery();

        refused(api.browser().get(path), "OIDC_STATE");
        refused(olga.get(path.replaceFirst("state=[^&]*", "state=somebody-elses")), "OIDC_STATE");
        // The wrong state has used the sign-in up; the right one comes too late.
        refused(olga.get(path), "OIDC_STATE");
        assertThat(signIn(olga, "olga").header("Location")).contains("/");
        refused(olga.get(path), "OIDC_STATE");
        begin(olga);
        refused(olga.get("/login/oidc/callback?error=access_denied"), "OIDC_STATE");
        String state = begin(olga).getRawQuery().replaceFirst(".*state=([^&]*).*", "$1");
        refused(olga.get("/login/oidc/callback?error=access_denied&state=" + state), "OIDC_DENIED");
    }

    @Test
    void aLocalAccountIsNotHandedOver() throws Exception {
        api.operator(Role.AUDITOR);

        refused(signIn(api.browser(), "test-auditor"), "OIDC_NAME_TAKEN");
    }

    @Test
    void aDisabledAccountStaysOutAndHasNoPassword() throws Exception {
        signIn(api.browser(), "olga");
        Browser admin = api.signedIn(Role.ADMIN);
        Answer password =
                admin.post(
                        "/api/v1/operators/olga/password",
                        "{\"password\":\"" + Api.PASSWORD + "\"}");
        assertThat(password.at("/code")).isEqualTo("OIDC_ACCOUNT");
        assertThat(api.browser().signIn("olga", "").status()).isEqualTo(401);
        assertThat(api.browser().signIn("olga", Api.PASSWORD).status()).isEqualTo(401);

        admin.put("/api/v1/operators/olga", "{\"role\":\"operator\",\"enabled\":false}");

        refused(signIn(api.browser(), "olga"), "ACCOUNT_DISABLED");
    }

    private Answer signIn(Browser browser, String user) throws Exception {
        URI back = atTheProvider(browser, user);
        return browser.get(back.getRawPath() + "?" + back.getRawQuery());
    }

    private static URI begin(Browser browser) {
        Answer begun = browser.get("/login/oidc");
        assertThat(begun.status()).as(begun.body()).isEqualTo(302);
        String to = begun.header("Location").orElseThrow();
        assertThat(to).contains("code_challenge_method=S256", "nonce=", "state=");
        assertThat(begun.raw().headers().allValues("Set-Cookie").toString())
                .contains("SameSite=Lax")
                .contains("HttpOnly");
        return URI.create(to);
    }

    /** Says who one is there; the address the provider sends the browser back to. */
    private static URI atTheProvider(Browser browser, String user)
            throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder()
                        .encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        HttpRequest ask =
                HttpRequest.newBuilder(begin(browser))
                        .header("Authorization", "Basic " + basic)
                        .header("Accept", "text/html")
                        .build();
        var answer = HttpClient.newHttpClient().send(ask, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertThat(back.getRawPath()).isEqualTo("/login/oidc/callback");
        return back;
    }

    private static void refused(Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("/?signin=" + code);
        assertThat(answer.raw().headers().allValues("Set-Cookie").toString())
                .doesNotContain("FLEXAAA_SESSION");
    }
}
