package io.flexaaa.server.testclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.foreign.FreeRadius;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command against a server that is not ours: FreeRADIUS (Debian package freeradius). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreeRadiusLoginIT {
    private int port;
    private @Nullable FreeRadius server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        FreeRadius started = FreeRadius.start(folder, "logins.conf");
        server = started;
        port = started.port();
    }

    @AfterAll
    void stop() {
        if (server != null) server.close();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    pap,      a-sentence-of-words, 0
                    chap,     a-sentence-of-words, 0
                    mschapv2, a-sentence-of-words, 0
                    pap,      another-sentence,    1
                    chap,     another-sentence,    1
                    mschapv2, another-sentence,    1
                    """)
    void freeRadiusJudgesEachMethod(String method, String password, int exit) {
        Ran ran = run("auth", "alice", "-p", password, "-m", method, "--show-secrets");
        assertThat(ran.exit).as(ran.out).isEqualTo(exit);
        if (exit == 0) {
            assertThat(ran.out)
                    .contains("Access-Accept")
                    .contains("Framed-IP-Address = 10.77.0.1")
                    .contains("Tunnel-Password = a-key-of-twenty-five-octs")
                    .contains("Cisco-AVPair = ipsec:dns-servers=192.0.2.53");
        } else {
            assertThat(ran.out).contains("Access-Reject");
        }
        // Exit 0 with MS-CHAPv2 says that FreeRADIUS's proof and both keys were those we computed.
        if (exit == 0 && method.equals("mschapv2")) {
            assertThat(ran.out).contains("MS-CHAP2-Success = 0x").contains("MS-MPPE-Send-Key = 0x");
        }
    }

    @Test
    void aWrongSharedSecretIsSilence() {
        Ran ran = run("auth", "alice", "-p", "x", "-s", "not-the-secret", "-t", "0.5", "-r", "1");
        assertThat(ran.exit).as(ran.out).isEqualTo(2);
    }

    @Test
    void aSteadyLoadIsCountedAndTimed() {
        Ran ran = run("auth", "alice", "-p", "a-sentence-of-words", "--load", "50/2/32", "-j");
        assertThat(ran.exit).as(ran.out).isZero();
        assertThat(ran.out)
                .contains("\"sent\" : 100")
                .contains("\"accepted\" : 100")
                .contains("\"p99Millis\"");
    }

    private record Ran(int exit, String out) {}

    private Ran run(String... words) {
        StringWriter out = new StringWriter();
        var line = RadTest.commandLine(new ByteArrayInputStream(new byte[0]));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        List<String> args = new ArrayList<>(List.of("-S", "127.0.0.1:" + port));
        args.addAll(List.of(words));
        if (!args.contains("-s")) args.addAll(List.of("-s", "testing123"));
        return new Ran(line.execute(args.toArray(String[]::new)), out.toString());
    }
}
