package io.flexaaa.server.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.mschap.MppeKeys;
import io.flexaaa.protocol.mschap.MsChap;
import io.flexaaa.protocol.mschap.MsChapV2;
import io.flexaaa.protocol.otp.Totp;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionLog;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.user.PasswordStorage;
import io.flexaaa.server.user.PasswordWrite;
import io.flexaaa.server.user.UserService;
import io.flexaaa.server.user.UserWrite;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People log in, seen from outside: FreeRADIUS's radclient and radtest, and oathtool's codes. */
@ServerTest
class LoginIT {
    private static final String TEXT = "shared-by-test-and-server";
    private static final String PASSWORD = "a-sentence-of-words";

    /** A RADIUS client of its own; radclient sends from it. */
    private static final String FROM = "127.0.0.10";

    @Autowired private NasService nas;
    @Autowired private UserService users;
    @Autowired private SnapshotService snapshot;
    @Autowired private DecisionLog decisions;

    @Value("${flexaaa.radius.auth-ports}")
    private int port;

    @BeforeEach
    void site() throws Exception {
        nas.put(
                "login-it",
                new NasWrite(null, FROM, TEXT, null, true, null, null, null, true),
                null);
        users.put("alice", user(PasswordStorage.REVERSIBLE, true, null), null);
        users.put("hans", user(PasswordStorage.HASH, true, null), null);
        applied();
    }

    @Test
    void papWithEitherStorage() throws Exception {
        for (String name : List.of("alice", "hans")) {
            assertThat(pap(name, PASSWORD))
                    .contains("Received Access-Accept")
                    .contains("Framed-IP-Address = 10.77.0.1")
                    .contains("Cisco-AVPair = \"ipsec:dns-servers=192.0.2.53\"")
                    .contains("Message-Authenticator = 0x");
            assertThat(decision(name, null).sentence()).contains("logged in by PAP");
            assertThat(pap(name, "a-sentence-of-Words")).contains("Received Access-Reject");
            assertThat(decision(name, "wrong-password").trace().getLast().step())
                    .isEqualTo("password");
        }
        // From the cache of passwords found right, and again after the password has changed.
        assertThat(pap("hans", PASSWORD)).contains("Received Access-Accept");
        users.put("hans", password("hans-has-a-new-one", PasswordStorage.HASH), null);
        applied();
        assertThat(pap("hans", PASSWORD)).contains("Received Access-Reject");
        assertThat(pap("hans", "hans-has-a-new-one")).contains("Received Access-Accept");
    }

    @Test
    void chapNeedsThePasswordItself() throws Exception {
        assertThat(ask("User-Name=alice,CHAP-Password=" + PASSWORD))
                .contains("Received Access-Accept");
        assertThat(
                        ask(
                                "User-Name=alice,CHAP-Password="
                                        + PASSWORD
                                        + ",CHAP-Challenge=0x0102030405060708090a0b0c0d0e0f1011"))
                .contains("Received Access-Accept");
        assertThat(ask("User-Name=alice,CHAP-Password=wrong")).contains("Received Access-Reject");
        assertThat(ask("User-Name=hans,CHAP-Password=" + PASSWORD))
                .contains("Received Access-Reject");
        assertThat(decision("hans", "password-not-reversible").trace().getLast().cure())
                .contains("reversibly");
        assertThat(ask("User-Name=alice,CHAP-Password=0x0102")).contains("Received Access-Reject");
    }

    @Test
    void msChapVersion2AnswersWithItsOwnProofAndKeys() throws Exception {
        Octets challenge = Octets.ofHex("5B5D7C7D7B3F2F3E3C2C602132262628");
        Octets peer = Octets.ofHex("21402324255E262A28295F2B3A337C7E");
        Octets name = Octets.ofUtf8("alice");
        Secret hash = MsChap.ntPasswordHash(Secret.ofUtf8(PASSWORD));
        Octets response = MsChapV2.ntResponse(challenge, peer, name, hash);

        String reply = msChap2(challenge, peer, response);

        assertThat(reply).contains("Received Access-Accept");
        String proof = MsChapV2.authenticatorResponse(hash, response, peer, challenge, name);
        assertThat(reply)
                .contains("MS-CHAP2-Success = 0x07" + Octets.ofUtf8(proof).hex())
                .contains("MS-MPPE-Encryption-Policy = Encryption-Allowed");
        MppeKeys keys = MppeKeys.of(hash, response);
        // radclient decrypts them with the shared secret.
        assertThat(reply)
                .contains("MS-MPPE-Send-Key = 0x" + Octets.wrap(keys.send().reveal()).hex())
                .contains("MS-MPPE-Recv-Key = 0x" + Octets.wrap(keys.receive().reveal()).hex());

        String refused = msChap2(challenge, peer, Octets.wrap(new byte[24]));
        assertThat(refused).contains("Received Access-Reject").contains("E=691 R=0 C=");
        assertThat(ask("User-Name=alice,MS-CHAP-Challenge=0x01,MS-CHAP2-Response=0x02"))
                .contains("Received Access-Reject");
        decision("alice", "malformed-chap");
    }

    @Test
    void msChapVersion1IsRefusedByName() throws Exception {
        nas.put(
                "login-it-radtest",
                new NasWrite(null, "127.0.0.1", TEXT, null, false, null, null, null, true),
                null);
        applied();
        String output =
                run(
                        null,
                        "radtest",
                        "-t",
                        "mschap",
                        "alice",
                        PASSWORD,
                        "127.0.0.1:" + port,
                        "0",
                        TEXT);
        assertThat(output).contains("Received Access-Reject").contains("E=691");
        assertThat(decision("alice", "ms-chap-v1-not-served").sentence()).contains("MS-CHAPv2");
        nas.delete("login-it-radtest");
    }

    @Test
    void whoMayNotIsRefusedAlikeAndLoggedByReason() throws Exception {
        users.put("left", user(PasswordStorage.REVERSIBLE, false, null), null);
        users.put("expired", user(PasswordStorage.HASH, true, Instant.now().minusSeconds(1)), null);
        users.put(
                "bare",
                new UserWrite(null, true, null, null, null, null, null, null, null, null, null),
                null);
        applied();
        String[][] rows = {
            {"left", "user-disabled"},
            {"expired", "user-expired"},
            {"bare", "no-user-password"},
            {"nobody-at-all", "unknown-user"}
        };
        // The least of three: what a busy machine adds to one login is not the server's time class.
        long[] least = new long[rows.length];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < rows.length; i++) {
                long began = System.nanoTime();
                String reply = pap(rows[i][0], PASSWORD);
                least[i] = Math.min(least[i], System.nanoTime() - began);
                assertThat(reply).as(rows[i][0]).contains("Received Access-Reject");
                assertThat(reply).doesNotContain("Reply-Message");
                assertThat(decision(rows[i][0], rows[i][1]).trace().getLast().cure()).isNotBlank();
            }
        }
        long fastest = Arrays.stream(least).min().orElseThrow();
        long slowest = Arrays.stream(least).max().orElseThrow();
        // One time class: the delay rounds an Argon2id and no work at all up to the same.
        assertThat(Duration.ofNanos(fastest)).isGreaterThan(Duration.ofMillis(400));
        assertThat(Duration.ofNanos(slowest - fastest)).isLessThan(Duration.ofMillis(450));
    }

    @Test
    void theWordOfLookUpsOpensNoDoor() throws Exception {
        assertThat(pap("alice", "cisco")).contains("Received Access-Reject");
        assertThat(decision("alice", "lookup-password-at-login").kind()).isEqualTo("login");
        // A user whose own password became the hub's word for look-ups later on.
        nas.put(
                "login-it",
                new NasWrite(null, FROM, TEXT, null, true, PASSWORD, null, null, true),
                null);
        applied();
        for (String attributes :
                List.of(
                        "User-Name=alice,User-Password=" + PASSWORD,
                        "User-Name=hans,User-Password=" + PASSWORD,
                        "User-Name=alice,CHAP-Password=" + PASSWORD)) {
            assertThat(ask(attributes)).as(attributes).contains("Received Access-Reject");
        }
        // What it is for: the attributes, and no key.
        assertThat(ask("User-Name=alice,Service-Type=Outbound-User,User-Password=" + PASSWORD))
                .contains("Received Access-Accept")
                .contains("Framed-IP-Address = 10.77.0.1")
                .doesNotContain("Tunnel-Password");
        nas.put(
                "login-it",
                new NasWrite(null, FROM, TEXT, null, true, "cisco", null, null, true),
                null);
    }

    @Test
    void fiveWrongOnesLockUntilReleased() throws Exception {
        users.put("lotte", user(PasswordStorage.REVERSIBLE, true, null), null);
        applied();
        users.unlock("lotte");
        for (int i = 0; i < 5; i++) {
            assertThat(pap("lotte", "wrong-again")).contains("Received Access-Reject");
        }
        assertThat(pap("lotte", PASSWORD)).contains("Received Access-Reject");
        assertThat(decision("lotte", "user-locked").sentence()).contains("release it");
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(users.get("lotte").lockedUntil()).isNotNull());
        users.unlock("lotte");
        assertThat(pap("lotte", PASSWORD)).contains("Received Access-Accept");
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(users.get("lotte").lastLoginAt()).isNotNull());
    }

    @Test
    void oneTimeCodesOfOathtoolBothWays() throws Exception {
        for (PasswordStorage storage : List.of(PasswordStorage.REVERSIBLE, PasswordStorage.HASH)) {
            users.put("tina", user(storage, true, null), null);
            String secret = users.enrolTotp("tina").secret();
            users.unlock("tina");
            applied();
            String code = oathtool(secret, 0);

            // Appended to the password; each code serves once.
            assertThat(pap("tina", PASSWORD + code)).contains("Received Access-Accept");
            assertThat(pap("tina", PASSWORD + code)).contains("Received Access-Reject");
            decision("tina", "code-used");

            // Asked for after the password.
            String challenge = pap("tina", PASSWORD);
            assertThat(challenge)
                    .contains("Received Access-Challenge")
                    .contains("Reply-Message = \"Enter the one-time code\"");
            String state = state(challenge);
            String next = oathtool(secret, 30);
            String answer = "User-Name=tina,User-Password=" + next + ",State=" + state;
            assertThat(ask(answer)).contains("Received Access-Accept");
            assertThat(ask(answer)).contains("Received Access-Reject");
            decision("tina", "login-state-used");

            // A made-up State, another user's, a code far off, the word of look-ups with a code.
            String forged = state.substring(0, state.length() - 2) + "00";
            assertThat(ask("User-Name=tina,User-Password=" + next + ",State=" + forged))
                    .contains("Received Access-Reject");
            decision("tina", "login-state-unknown");
            assertThat(ask("User-Name=alice,User-Password=" + PASSWORD + ",State=" + state))
                    .contains("Received Access-Reject");
            assertThat(pap("tina", PASSWORD + oathtool(secret, 120)))
                    .contains("Received Access-Reject");
            assertThat(pap("tina", "cisco" + next)).contains("Received Access-Reject");
            users.unlock("tina");
            String wrong = state(pap("tina", PASSWORD));
            assertThat(ask("User-Name=tina,User-Password=000000,State=" + wrong))
                    .contains("Received Access-Reject");
            users.disableTotp("tina");
            users.unlock("tina");
            applied();
            assertThat(pap("tina", PASSWORD)).contains("Received Access-Accept");
        }
    }

    @Test
    void chapTakesACodeToo() throws Exception {
        users.put("clara", user(PasswordStorage.REVERSIBLE, true, null), null);
        String secret = users.enrolTotp("clara").secret();
        applied();
        String code = oathtool(secret, 0);
        assertThat(ask("User-Name=clara,CHAP-Password=" + PASSWORD + code))
                .contains("Received Access-Accept");
        String state = state(ask("User-Name=clara,CHAP-Password=" + PASSWORD));
        assertThat(ask("User-Name=clara,CHAP-Password=" + oathtool(secret, 30) + ",State=" + state))
                .contains("Received Access-Accept");
        users.disableTotp("clara");
    }

    private String pap(String name, String password) throws Exception {
        return ask("User-Name=" + name + ",User-Password=" + password);
    }

    private String msChap2(Octets challenge, Octets peer, Octets response) throws Exception {
        return ask(
                "User-Name=alice,MS-CHAP-Challenge=0x"
                        + challenge.hex()
                        + ",MS-CHAP2-Response=0x0700"
                        + peer.hex()
                        + "0000000000000000"
                        + response.hex());
    }

    private String ask(String attributes) throws IOException, InterruptedException {
        return run(
                attributes + ",Packet-Src-IP-Address=" + FROM + ",Message-Authenticator=0x00\n",
                "radclient",
                "-x",
                "-r",
                "2",
                "-t",
                "4",
                "127.0.0.1:" + port,
                "auth",
                TEXT);
    }

    /** {@code oathtool} is another's implementation; {@code later} looks into the future. */
    private static String oathtool(String secret, int later)
            throws IOException, InterruptedException {
        // A code must not run out between here and the server.
        long left = Totp.STEP_SECONDS - Instant.now().getEpochSecond() % Totp.STEP_SECONDS;
        if (left < 4) {
            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> Instant.now().getEpochSecond() % Totp.STEP_SECONDS < 20);
        }
        String at = "@" + (Instant.now().getEpochSecond() + later);
        return run(null, "oathtool", "--totp", "-b", "-N", at, secret).strip();
    }

    private static String run(@Nullable String input, String... command)
            throws IOException, InterruptedException {
        // Missing? apt-get install freeradius-utils oathtool
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            if (input != null) in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static String state(String reply) {
        Matcher m =
                Pattern.compile("State = (0x[0-9a-f]+)")
                        .matcher(reply.substring(reply.indexOf("Received")));
        assertThat(m.find()).as(reply).isTrue();
        return m.group(1);
    }

    private static UserWrite user(
            PasswordStorage storage, boolean enabled, @Nullable Instant until) {
        return new UserWrite(
                null,
                enabled,
                null,
                new PasswordWrite(storage, PASSWORD),
                "10.77.0.1",
                null,
                null,
                null,
                List.of("ipsec:dns-servers=192.0.2.53"),
                null,
                until);
    }

    private static UserWrite password(String value, PasswordStorage storage) {
        return new UserWrite(
                null,
                true,
                null,
                new PasswordWrite(storage, value),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private void applied() throws InterruptedException {
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
    }

    private Decision decision(String name, @Nullable String reason) {
        DecisionQuery query =
                new DecisionQuery(null, name, null, reason, null, PageRequest.first(1));
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> decisions.search(query).items(), found -> !found.isEmpty())
                .getFirst();
    }
}
