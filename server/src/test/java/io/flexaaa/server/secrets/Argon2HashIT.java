package io.flexaaa.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;

/** Our hashes and those of the reference implementation's command, both ways. */
class Argon2HashIT {
    private static final Secret PASSWORD = Secret.ofUtf8("a-sentence-of-wörds");

    @Test
    void aHashOfTheReferenceImplementationIsChecked() throws Exception {
        for (String cost : new String[] {"-k 19456 -t 2 -p 1", "-k 4096 -t 3 -p 2"}) {
            String text = argon2("a-sentence-of-wörds", "saltsaltsalt", cost);
            Argon2Hash hash = Objects.requireNonNull(Argon2Hash.parse(text));
            assertThat(hash.matches(PASSWORD)).as(text).isTrue();
            assertThat(hash.matches(Secret.ofUtf8("a-sentence-of-words"))).isFalse();
            assertThat(hash.text()).isEqualTo(text);
        }
    }

    @Test
    void ourHashIsTheReferenceImplementations() throws Exception {
        Argon2Hash ours =
                new Argon2Hash(
                        19_456,
                        2,
                        1,
                        "saltsaltsalt".getBytes(StandardCharsets.US_ASCII),
                        new byte[32]);
        assertThat(ours.matches(PASSWORD)).isFalse();
        Argon2Hash fresh = Argon2Hash.of(PASSWORD, new SecureRandom());
        assertThat(fresh.matches(PASSWORD)).isTrue();
        assertThat(fresh.toString()).doesNotContain("argon2id");
        Argon2Hash again = Objects.requireNonNull(Argon2Hash.parse(fresh.text()));
        assertThat(again).isEqualTo(fresh);
        assertThat(Argon2Hash.of(PASSWORD, new SecureRandom())).isNotEqualTo(fresh);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$argon2i$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=16$m=4096,t=3,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=999999999,t=3,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=4096,t=0,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=4,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$AA"
            })
    void whatIsNoHashOrCostsTooMuchIsNone(String text) {
        assertThat(Argon2Hash.parse(text)).isNull();
    }

    private static String argon2(String password, String salt, String cost)
            throws IOException, InterruptedException {
        // Missing? apt-get install argon2
        var words = new java.util.ArrayList<>(java.util.List.of("argon2", salt, "-id", "-e"));
        words.addAll(java.util.List.of(cost.split(" ")));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(password.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out.strip();
    }
}
