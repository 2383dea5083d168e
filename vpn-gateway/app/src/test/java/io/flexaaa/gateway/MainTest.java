package io.flexaaa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.ios.config.ConfigParser;
import io.flexaaa.gateway.ios.config.Parsed;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.session.IkeConfigs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

class MainTest {
    @TempDir Path folder;

    @Test
    void theFirstConfigurationLoadsWithoutAWarning() throws Exception {
        Path values = folder.resolve("first-run.properties");
        Path out = folder.resolve("gateway.conf");
        Files.writeString(
                values,
                """
                radius.address=127.0.0.1
                radius.auth-port=1812
                radius.acct-port=1813
                radius.secret=abcDEF123
                radius.authorization-password=cisco
                dynauth.port=1700
                identity.domain=flex.example
                """);
        assertThat(run("init", "--values", values.toString(), "--out", out.toString())).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");

        Parsed parsed = ConfigParser.parse(Files.readString(out), "gateway.conf");
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.unresolved()).isEmpty();
        assertThat(parsed.ignored()).isEmpty();
        List<String> warnings = new ArrayList<>();
        assertThat(IkeConfigs.of(parsed.config(), Pki.NONE, warnings::add).profiles()).hasSize(1);
        assertThat(warnings).isEmpty();
        assertThat(run("check", out.toString())).isZero();
        // What the user has changed is never overwritten.
        assertThat(run("init", "--values", values.toString(), "--out", out.toString())).isOne();
    }

    @Test
    void checkFailsOnAWrongLine() throws Exception {
        Path file = folder.resolve("wrong.conf");
        Files.writeString(file, "crypto ikev2 profle default\n");
        assertThat(run("check", file.toString())).isOne();
    }

    @Test
    void execWithoutAGatewaySaysSo() {
        assertThat(run("exec", "--control", folder.resolve("none").toString(), "show", "clock"))
                .isOne();
    }

    private static int run(String... arguments) {
        return Main.commandLine().execute(arguments);
    }
}
