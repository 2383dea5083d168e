package io.flexaaa.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The operator's main tasks in a real Chromium against the whole server: admin-ui/dev/walk.mjs. */
@ServerTest
class ConsoleWalkIT {
    private static final Path CONSOLE = Path.of("../admin-ui").toAbsolutePath().normalize();
    private final Api api;

    @Autowired
    ConsoleWalkIT(Api api) {
        this.api = api;
    }

    @Test
    void anOperatorDoesWhatTheConsoleIsFor() throws IOException, InterruptedException {
        assertThat(CONSOLE.resolve("node_modules/playwright-core"))
                .as("the console's own packages; build it first: mvn -pl admin-ui compile")
                .exists();
        Path output = Path.of("target", "console-walk.log").toAbsolutePath();
        ProcessBuilder walk =
                new ProcessBuilder(
                                "node",
                                "dev/walk.mjs",
                                api.uri("").toString(),
                                Api.PASSWORD,
                                Path.of("target", "console-walk").toAbsolutePath().toString())
                        .directory(CONSOLE.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        walk.environment().put("FLEXAAA_OPERATOR", api.operator(Role.ADMIN));

        Process process = walk.start();
        boolean ended = process.waitFor(8, TimeUnit.MINUTES);
        if (!ended) process.destroyForcibly();

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("the walk came to its end:%n%s", said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("the browser had nothing to complain about");
    }
}
