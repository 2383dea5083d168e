package io.flexaaa.server.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code ./flexaaa key ...} against the running server. */
@ServerTest
class KeyCommandIT {
    private final Api api;

    @Autowired
    KeyCommandIT(Api api) {
        this.api = api;
    }

    private record Ran(int exit, String out) {}

    @Test
    void rotatesListsAndRemoves() throws Exception {
        String token =
                api.signedIn(Role.ADMIN)
                        .post(
                                "/api/v1/tokens",
                                "{\"name\":\"key-command\",\"permissions\":[\"keys:rotate\"]}")
                        .at("/secret");
        String before = sealing(run(token, "list"));

        Ran rotated = run(token, "rotate");

        assertThat(rotated.exit).as(rotated.out).isZero();
        String now = sealing(rotated);
        assertThat(now).isNotEqualTo(before);
        assertThat(json(rotated).at("/rotation/failed").asInt()).isZero();
        Ran inUse = run(token, "remove", now);
        assertThat(inUse.exit).isEqualTo(1);
        assertThat(inUse.out).contains("KEY_IN_USE").contains("rotate first");
        Ran removed = run(token, "remove", before);
        assertThat(removed.exit).as(removed.out).isZero();
        assertThat(run(token, "list").out).contains(now).doesNotContain(before);
        // Read by everybody in the process list, were it an argument.
        assertThat(rotated.out).doesNotContain(token);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(run("", "list").out).contains("FLEXAAA_TOKEN");
        Ran refused = run("flexaaa_nonsense", "rotate");
        assertThat(refused.exit).isEqualTo(1);
        assertThat(refused.out).contains("UNAUTHENTICATED");
        assertThat(run("x", "turn").out).contains("list, rotate or remove ID");
        assertThat(run("x", "remove").out).contains("which one?");
    }

    private static String sealing(Ran ran) {
        for (JsonNode key : json(ran).at("/keys"))
            if (key.get("sealing").asBoolean()) return key.get("id").asString();
        throw new AssertionError(ran.out);
    }

    private static JsonNode json(Ran ran) {
        return JsonMapper.shared().readTree(ran.out);
    }

    private Ran run(String token, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "../flexaaa", "key"));
        command.addAll(List.of(words));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("FLEXAAA_URL", api.uri("").toString());
        process.environment().put("FLEXAAA_TOKEN", token);
        Process started = process.start();
        String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(started.waitFor(), out.strip());
    }
}
