package io.flexaaa.server.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.user.PasswordStorage;
import io.flexaaa.server.user.PasswordWrite;
import io.flexaaa.server.user.UserService;
import io.flexaaa.server.user.UserWrite;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/** Thousands of wrong passwords, each worth an Argon2id: look-ups go on, and so do logins after. */
@ServerTest
class LoginFloodIT {
    private static final Secret SECRET = Secret.ofUtf8("shared-by-test-and-server");
    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.12");
    private static final int FLOOD = 3_000;
    private static final int LOOK_UPS = 100;
    private final SecureRandom random = new SecureRandom();

    @Autowired private NasService nas;
    @Autowired private PeerService peers;
    @Autowired private UserService users;
    @Autowired private SnapshotService snapshot;

    @Value("${flexaaa.radius.auth-ports}")
    private int port;

    @Test
    void lookUpsGoOnUnderAFloodOfWrongPasswords() throws Exception {
        nas.put(
                "flood-it",
                new NasWrite(
                        null,
                        "127.0.0.12",
                        SECRET.revealUtf8(),
                        null,
                        true,
                        null,
                        null,
                        null,
                        true),
                null);
        peers.put(
                "flood-spoke",
                new PeerWrite(null, true, null, null, null, null, null, null, null, null, null),
                null);
        users.put(
                "flood-hans",
                new UserWrite(
                        null,
                        true,
                        null,
                        new PasswordWrite(PasswordStorage.HASH, "a-sentence-of-words"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
        long[] micros = new long[LOOK_UPS];
        try (DatagramSocket flood = new DatagramSocket(0, CLIENT);
                DatagramSocket asking = new DatagramSocket(0, CLIENT)) {
            asking.setSoTimeout(1_000);
            for (int i = 0; i < LOOK_UPS; i++) {
                for (int n = 0; n < FLOOD / LOOK_UPS; n++) {
                    // Names that do not exist, and one that does, until it is locked.
                    String name = n == 0 ? "flood-hans" : "nobody-" + i + "-" + n;
                    send(flood, server, request(n, name, "wrong-" + i, 1));
                }
                long sent = System.nanoTime();
                byte[] reply = ask(asking, server, request(i & 0xff, "flood-spoke", "cisco", 5));
                micros[i] = (System.nanoTime() - sent) / 1_000;
                assertThat(reply[0]).isEqualTo((byte) Code.ACCESS_ACCEPT.value());
            }
            Arrays.sort(micros);
            System.out.println(
                    "look-ups in a flood of "
                            + FLOOD
                            + " logins: p50 "
                            + micros[LOOK_UPS / 2]
                            + " us, p95 "
                            + micros[LOOK_UPS * 95 / 100]
                            + " us, worst "
                            + micros[LOOK_UPS - 1]
                            + " us");
            // With the hashes on the listener threads each would have waited for 30 of them.
            assertThat(micros[LOOK_UPS / 2]).isLessThan(100_000);
            assertThat(micros[LOOK_UPS * 95 / 100]).isLessThan(500_000);

            asking.setSoTimeout(3_000);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreException(SocketTimeoutException.class)
                    .until(() -> {
                        // What is left of the flood locks it anew.
                        users.unlock("flood-hans");
                        return ask(
                                        asking,
                                        server,
                                        request(200, "flood-hans", "a-sentence-of-words", 1))[0]
                                == Code.ACCESS_ACCEPT.value();
                    });
        }
    }

    private byte[] request(int id, String name, String password, int service) {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        Octets authenticator = Octets.wrap(octets);
        byte[] clear = password.getBytes(StandardCharsets.UTF_8);
        return RadiusSigner.accessRequest(
                id,
                authenticator,
                Attributes.builder()
                        .string(Attr.USER_NAME, name)
                        .add(
                                Attr.USER_PASSWORD,
                                Octets.wrap(PapHiding.hide(clear, SECRET, authenticator)))
                        .u32(Attr.SERVICE_TYPE, service)
                        .build(),
                SECRET);
    }

    private static void send(DatagramSocket socket, InetSocketAddress to, byte[] octets)
            throws IOException {
        socket.send(new DatagramPacket(octets, octets.length, to));
    }

    private static byte[] ask(DatagramSocket socket, InetSocketAddress to, byte[] octets)
            throws IOException {
        send(socket, to, octets);
        byte[] buffer = new byte[4096];
        DatagramPacket in = new DatagramPacket(buffer, buffer.length);
        do {
            socket.receive(in);
        } while (buffer[1] != octets[1]);
        return Arrays.copyOf(buffer, in.getLength());
    }
}
