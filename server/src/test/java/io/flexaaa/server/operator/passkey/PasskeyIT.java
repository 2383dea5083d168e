package io.flexaaa.server.operator.passkey;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static void profile(Chromium chromium) {
        chromium.click("Signed in as " + NAME);
        chromium.click("Profile and passkeys");
        chromium.see("Profile of " + NAME);
    }
}
