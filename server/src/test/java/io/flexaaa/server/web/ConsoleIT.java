package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.web.Api.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

@ServerTest
class ConsoleIT {
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/]{22})'");
    private final Api api;

    @Autowired
    ConsoleIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sessions", "/peers/br17.example.com", "/decisions/12"})
    void everyDeepLinkIsThePageWithAPolicyOfItsOwn(String path) {
        Answer first = api.browser().get(path);
        Answer second = api.browser().get(path);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type").orElse("")).startsWith("text/html");
        assertThat(first.body()).doesNotContain("__CSP_NONCE__");
        assertThat(nonce(first)).isNotEqualTo(nonce(second));
        assertThat(first.header("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/none.js", "/favicon.nope"})
    void aMissingFileIsNotThePage(String path) {
        assertThat(api.browser().get(path).status()).isEqualTo(404);
    }

    @Test
    void theApiHasNoPages() {
        Answer answer = api.browser().get("/api/v1/nothing-here");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.header("Content-Security-Policy").orElse(""))
                .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    }

    private static String nonce(Answer answer) {
        Matcher m = NONCE.matcher(answer.header("Content-Security-Policy").orElse(""));
        assertThat(m.find()).isTrue();
        return m.group(1);
    }
}
