package io.flexaaa.server.operator.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Register, sign in, rename, remove, in the console's own pages; and what is refused. */
@ServerTest
class PasskeyIT {
    private static final String NAME = "passkey-it";
    private final Api api;
    private final String console;
    private Browser admin;

    // Chromium writes on while it dies.
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path profile;

    @Autowired
    PasskeyIT(Api api, Environment environment) {
        this.api = api;
        this.console = "http://localhost:" + environment.getProperty("local.server.port") + "/";
        this.admin = api.browser();
    }

    @BeforeEach
    void operator() {
        admin = api.signedIn(Role.ADMIN);
        admin.delete("/api/v1/operators/" + NAME);
        Answer made =
                admin.post(
                        "/api/v1/operators",
                        "{\"name\":\"%s\",\"role\":\"operator\",\"password\":\"%s\"}"
                                .formatted(NAME, Api.PASSWORD));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @AfterEach
    void remove() {
        admin.delete("/api/v1/operators/" + NAME);
    }

    @Test
    void aPasskeyIsAWholeSignIn() throws Exception {
        try (var chromium = new Chromium(profile)) {
            chromium.authenticator(true);
            register(chromium, "blue key");
            signOut(chromium);

            chromium.click("Sign in with a passkey");
            chromium.see("Live sessions");
            assertThat(me(chromium)).isEqualTo(NAME);
            assertThat(
                            admin.get("/api/v1/audit?action=sign-in&target=" + NAME)
                                    .at("/items/0/detail/by"))
                    .isEqualTo("passkey");

            profile(chromium);
            chromium.click("Rename");
            chromium.fill("Name", "green key");
            chromium.click("Keep this name");
            chromium.see("green key");
            // A second one on the same authenticator would be the same person's again.
            chromium.fill("New passkey", "another");
            chromium.click("Add a passkey");
            chromium.see("has one for your account already");
            chromium.click("Remove");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !chromium.text().contains("green key"));
            signOut(chromium);
            chromium.click("Sign in with a passkey");
            chromium.see("not known here");
        }
    }

    @Test
    void whoLostTheDeviceIsHelpedByAnAdministratorAndADisabledAccountStaysOut() throws Exception {
        try (var chromium = new Chromium(profile)) {
            chromium.authenticator(true);
            register(chromium, "lost phone");
            signOut(chromium);
            String url = "/api/v1/operators/" + NAME;
            admin.put(url, "{\"role\":\"operator\",\"enabled\":false}");
            chromium.click("Sign in with a passkey");
            chromium.see("its account is disabled");
            admin.put(url, "{\"role\":\"operator\",\"enabled\":true}");

            assertThat(admin.delete(url + "/passkeys").status()).isEqualTo(204);

            chromium.open(console);
            chromium.click("Sign in with a passkey");
            chromium.see("not known here");
            assertThat(api.browser().signIn(NAME, Api.PASSWORD).status()).isEqualTo(200);
        }
    }

    /** One that did not ask for a finger or a PIN is only something found on a desk. */
    @Test
    void withoutUserVerificationNothingIsRegistered() throws Exception {
        try (var chromium = new Chromium(profile)) {
            chromium.authenticator(false);
            signIn(chromium);
            profile(chromium);
            chromium.fill("New passkey", "no finger");
            chromium.click("Add a passkey");
            chromium.see("No passkey was made");
        }
        Browser operator = api.browser();
        operator.signIn(NAME, Api.PASSWORD);
        assertThat(operator.get("/api/v1/operators/me/passkeys").at("/total")).isEqualTo("0");
    }

    @Test
    void nonsenseReplaysAndTokensAreRefused() {
        Browser stranger = api.browser();
        String credential =
                "{\"credential\":{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}}";
        assertThat(stranger.post("/api/v1/session/passkey", credential).at("/code"))
                .isEqualTo("CEREMONY_OVER");
        Answer begun = stranger.post("/api/v1/session/passkey:options", "{}");
        assertThat(begun.at("/publicKey/userVerification")).as(begun.body()).isEqualTo("required");
        assertThat(begun.at("/publicKey/rpId")).isEqualTo("localhost");
        assertThat(stranger.post("/api/v1/session/passkey", credential).status()).isEqualTo(401);
        stranger.post("/api/v1/session/passkey:options", "{}");
        assertThat(stranger.post("/api/v1/session/passkey", "{}").status()).isEqualTo(422);
        Browser operator = api.browser();
        operator.signIn(NAME, Api.PASSWORD);
        String token = operator.post("/api/v1/tokens", "{\"name\":\"passkeys\"}").at("/secret");
        assertThat(
                        api.browser()
                                .withToken(token)
                                .post("/api/v1/operators/me/passkeys:options", "{}")
                                .at("/code"))
                .isEqualTo("SESSION_NEEDED");
        // What was begun as a sign-in is no registration.
        operator.post("/api/v1/session/passkey:options", "{}");
        assertThat(
                        operator.post(
                                        "/api/v1/operators/me/passkeys",
                                        credential.replaceFirst("\\{", "{\"label\":\"x\","))
                                .at("/code"))
                .isEqualTo("CEREMONY_OVER");
        assertThat(operator.put("/api/v1/operators/me/passkeys/1", "{\"label\":\" \"}").status())
                .isEqualTo(422);
        assertThat(operator.delete("/api/v1/operators/me/passkeys/999999").status()).isEqualTo(404);
    }

    private void signIn(Chromium chromium) throws Exception {
        chromium.open(console);
        chromium.fill("Operator", NAME);
        chromium.fill("Password", Api.PASSWORD);
        chromium.click("Sign in");
        chromium.see("Live sessions");
    }

    private void register(Chromium chromium, String label) throws Exception {
        signIn(chromium);
        profile(chromium);
        chromium.fill("New passkey", label);
        chromium.click("Add a passkey");
        chromium.see(label);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        chromium.evaluate(
                                                "fetch('/api/v1/operators/me/passkeys').then(r =>"
                                                        + " r.json()).then(l => l.total)")
                                        .asInt()
                                == 1);
    }

    private static void profile(Chromium chromium) {
        chromium.click("Signed in as " + NAME);
        chromium.click("Profile and passkeys");
        chromium.see("Profile of " + NAME);
    }

    private void signOut(Chromium chromium) throws Exception {
        chromium.call("Network.clearBrowserCookies", Map.of());
        chromium.open(console);
        chromium.see("Sign in with a passkey");
    }

    private static String me(Chromium chromium) throws Exception {
        return chromium.evaluate(
                        "fetch('/api/v1/session').then(r => r.json()).then(m => m.operator.name)")
                .asString();
    }
}
