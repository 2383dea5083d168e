package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.dynauth.DynAuthExchange.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Our requests judged by a NAS that is not ours: FreeRADIUS (Debian package freeradius). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreeRadiusCoaIT {
    private static final Path FREERADIUS = Path.of("/usr/sbin/freeradius");
    private static final Secret SECRET = Secret.ofUtf8("testing123");
    private InetSocketAddress nas = InetSocketAddress.createUnresolved("", 0);
    private @Nullable Process process;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        assertThat(Files.isExecutable(FREERADIUS))
                .as("FreeRADIUS at %s; e2e/peers.sh install brings it", FREERADIUS)
                .isTrue();
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (InputStream in = getClass().getResourceAsStream("/freeradius/radiusd.conf")) {
            String conf =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve("radiusd.conf"),
                    conf.replace("@PORT@", String.valueOf(port))
                            .replace("@DIR@", folder.toString()));
        }
        Process started =
                new ProcessBuilder(
                                FREERADIUS.toString(),
                                "-d",
                                folder.toString(),
                                "-n",
                                "radiusd",
                                "-D",
                                "/usr/share/freeradius",
                                "-X")
                        .redirectErrorStream(true)
                        .start();
        nas = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        process = started;
        BufferedReader out = started.inputReader();
        List<String> said = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.startsWith("Ready to process requests")) {
            said.add(line);
            line = out.readLine();
        }
        assertThat(line).as(String.join(" / ", said)).isNotNull();
        // Its log must be read on, or it would block on a full pipe.
        Thread.ofVirtual().start(() -> out.lines().forEach(l -> {}));
    }

    @AfterAll
    void stop() {
        if (process != null) process.destroy();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    br17, DISCONNECT, true
                    br17, COA,        true
                    gone, DISCONNECT, false
                    gone, COA,        false
                    """)
    void freeRadiusAnswers(String user, DynAuthKind kind, boolean ack) throws IOException {
        Attributes who =
                Attributes.builder()
                        .string(Attr.USER_NAME, user)
                        .string(Attr.ACCT_SESSION_ID, "1A")
                        .avPair("audit-session-id=0A0B")
                        .build();
        Attributes change =
                kind == DynAuthKind.COA
                        ? DynAuthPackets.change(
                                new PolicyChange(List.of("ip:interface-config=ip mtu 1300"), 3600))
                        : Attributes.EMPTY;
        byte[] packet =
                DynAuthPackets.packet(
                        kind, 7, who, change, System.currentTimeMillis() / 1000, SECRET, true);

        Answer answer =
                DynAuthSocket.run(
                        new DynAuthExchange(kind.code(), packet, SECRET),
                        InetAddress.getLoopbackAddress(),
                        nas);

        if (ack) assertThat(answer).isInstanceOf(Answer.Ack.class);
        else
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Nak.class, n -> assertThat(n.errorCause()).isEqualTo(503));
    }
}
