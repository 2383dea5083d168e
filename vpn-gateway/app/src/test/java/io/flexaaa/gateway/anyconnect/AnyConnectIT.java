package io.flexaaa.gateway.anyconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.aaa.ScriptedServer;
import io.flexaaa.gateway.aaa.ScriptedServer.Reply;
import io.flexaaa.gateway.anyconnect.EmulatedClient.Device;
import io.flexaaa.gateway.anyconnect.EmulatedClient.Outcome;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * AnyConnect-EAP and auto-reconnect with a client whose IKEv2, EAP and XML are its own. openssl
 * makes the certificates.
 */
class AnyConnectIT {
    @TempDir static Path pki;
    @TempDir Path state;
    private static ScriptedServer server;
    private @Nullable TestHub open;

    @BeforeAll
    static void certificates() throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout hub.key -out hub.pem -days 9 -subj"
                        + " /CN=hub");
        authority("ca");
        authority("other");
        server = new ScriptedServer(AnyConnectIT::answer);
    }

    /** An authority, and a device certificate of it. */
    private static void authority(String name) throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout %s.key -out %s.pem -days 9 -subj /CN=%s"
                        .formatted(name, name, name));
        openssl(
                "req -newkey rsa:2048 -nodes -keyout %s-device.key -out %s.csr -subj /CN=laptop"
                        .formatted(name, name));
        openssl(
                "x509 -req -in %s.csr -CA %s.pem -CAkey %s.key -CAcreateserial -days 9 -out %s-device.pem"
                        .formatted(name, name, name, name));
        openssl(
                "crl2pkcs7 -nocrl -certfile %s-device.pem -certfile %s.pem -outform DER -out %s.p7"
                        .formatted(name, name, name));
    }

    private static void openssl(String arguments) throws Exception {
        Process p =
                new ProcessBuilder(("openssl " + arguments).split(" "))
                        .directory(pki.toFile())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(out).isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    /** alice has a password, bob a code as well; the server knows nobody else. */
    private static Reply answer(RadiusPacket request) {
        if (request.code() == Code.ACCOUNTING_REQUEST) {
            return Reply.accounted();
        }
        String user = request.attributes().string(Attr.USER_NAME);
        boolean second = request.attributes().has(Attr.STATE);
        String typed;
        try {
            typed =
                    new String(
                            PapHiding.reveal(
                                    Objects.requireNonNull(
                                                    request.attributes().first(Attr.USER_PASSWORD))
                                            .value(),
                                    ScriptedServer.KEY,
                                    request.authenticator()),
                            StandardCharsets.UTF_8);
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
        if ("bob".equals(user) && !second && typed.equals("secret")) {
            Attributes asked =
                    Attributes.builder()
                            .string(Attr.REPLY_MESSAGE, "Your <code>?")
                            .add(Attr.STATE, Octets.of(7))
                            .build();
            return new Reply(Code.ACCESS_CHALLENGE, asked, ScriptedServer.KEY, true);
        }
        boolean right = second ? typed.equals("123456") : typed.equals("secret");
        boolean known = "alice".equals(user) || "bob".equals(user);
        return right && known
                ? Reply.accept(
                        Attributes.builder()
                                .avPair("ipsec:banner=Hello " + user)
                                .avPair("ipsec:route-set=remote ipv4 10.0.0.0 255.0.0.0")
                                .build())
                : Reply.reject();
    }

    private TestHub hub(String method, String list, String more) throws Exception {
        TestHub hub =
                new TestHub(
                        """
                        hostname hub
                        aaa new-model
                        %s
                        aaa group server radius G
                         server name S
                        aaa authentication login REMOTE group G
                        aaa authentication login HERE local
                        aaa authorization network HERE local
                        aaa accounting network ACC start-stop group G
                        username carol password 0 tulip
                        crypto pki trustpoint HUB
                         linux certificate %s/hub.pem
                         linux private-key %s/hub.key
                        crypto pki trustpoint DEVICES
                         linux ca-certificate %s/ca.pem
                         revocation-check none
                        crypto ikev2 proposal ONE
                         encryption aes-cbc-256
                         integrity sha256
                         prf sha256
                         group 31
                        crypto ikev2 policy ONE
                         proposal ONE
                        crypto ikev2 authorization policy CLIENTS
                         pool CLIENTS
                        crypto ipsec transform-set GCM esp-gcm 128
                        crypto ipsec profile default
                         set transform-set GCM
                        crypto ikev2 profile AC
                         match identity remote key-id *$AnyConnectClient$*
                         authentication local rsa-sig
                         authentication remote %s
                         pki trustpoint HUB sign
                         pki trustpoint DEVICES verify
                         aaa authentication anyconnect-eap %s
                         aaa authorization group anyconnect-eap list HERE CLIENTS local
                         aaa authorization user anyconnect-eap cached
                         aaa accounting anyconnect-eap ACC
                         reconnect
                         %s
                        ip local pool CLIENTS 10.8.0.1 10.8.0.9
                        """
                                .formatted(server.ios("S"), pki, pki, pki, method, list, more),
                        state);
        open = hub;
        assertThat(hub.warnings).isEmpty();
        server.requests.clear();
        return hub;
    }

    private static final String PLAIN = "anyconnect-eap aggregate";
    private static final String WITH_CERTIFICATE = "anyconnect-eap aggregate cert-request";

    @Test
    void aFullLoginByRadius() throws Exception {
        TestHub hub = hub(PLAIN, "REMOTE", "");
        EmulatedClient client = new EmulatedClient(hub.from("198.51.100.7"));
        Outcome outcome = client.logIn("alice", null, "secret");
        assertThat(outcome.up()).isTrue();
        assertThat(outcome.octets(EmulatedClient.ADDRESS)).containsExactly(10, 8, 0, 1);
        assertThat(outcome.text(EmulatedClient.BANNER)).isEqualTo("Hello alice");
        assertThat(outcome.number(EmulatedClient.DPD_INTERVAL)).isEqualTo(30);
        assertThat(outcome.number(EmulatedClient.CLEANUP)).isEqualTo(1_800);
        assertThat(hub.sessions.snapshots())
                .singleElement()
                .satisfies(s -> assertThat(s.userName()).isEqualTo("alice"));
        client.probe();
        assertThat(asked(Code.ACCESS_REQUEST)).isEqualTo(1);
    }

    @Test
    void aChallengeIsOneMoreForm() throws Exception {
        TestHub hub = hub(PLAIN, "REMOTE", "");
        EmulatedClient client = new EmulatedClient(hub.from("198.51.100.7"));
        assertThat(client.logIn("bob", null, "secret", "123456").up()).isTrue();
        assertThat(client.forms).anyMatch(form -> form.contains("Your &lt;code&gt;?"));
    }

    @Test
    void localUsersNeedNoServer() throws Exception {
        TestHub hub = hub(PLAIN, "HERE", "");
        assertThat(
                        new EmulatedClient(hub.from("198.51.100.7"))
                                .logIn("carol", null, "rose", "tulip")
                                .up())
                .isTrue();
        assertThat(asked(Code.ACCESS_REQUEST)).isZero();
    }

    @Test
    void aWrongPasswordIsAskedForThreeTimesAndThenRefused() throws Exception {
        TestHub hub = hub(PLAIN, "REMOTE", "");
        EmulatedClient client = new EmulatedClient(hub.from("198.51.100.7"));
        assertThat(client.logIn("alice", null, "a", "b", "c").up()).isFalse();
        assertThat(client.forms).filteredOn(form -> form.contains("Login failed.")).hasSize(2);
        assertThat(asked(Code.ACCESS_REQUEST)).isEqualTo(3);
        assertThat(hub.plane.done).noneMatch(line -> line.startsWith("create"));
        // Nobody gets in as a name that is not there, or without anything typed.
        assertThat(
                        new EmulatedClient(hub.from("198.51.100.8"))
                                .logIn("mallory", null, "secret", "secret", "secret")
                                .up())
                .isFalse();
        assertThat(new EmulatedClient(hub.from("198.51.100.9")).logIn("alice", null, "").up())
                .isFalse();
    }

    @Test
    void theDevicesCertificateIsTheFirstOfTwoFactors() throws Exception {
        TestHub hub = hub(WITH_CERTIFICATE, "REMOTE", "");
        assertThat(
                        new EmulatedClient(hub.from("198.51.100.7"))
                                .logIn("alice", device("ca"), "secret")
                                .up())
                .isTrue();
        // Its own password does not help a device without certificate, of another authority, or
        // with a key that is not its certificate's.
        Device stolen = new Device(device("ca").pkcs7(), device("other").key());
        for (Device wrong : new Device[] {null, device("other"), stolen}) {
            assertThat(
                            new EmulatedClient(hub.from("198.51.100.9"))
                                    .logIn("alice", wrong, "secret")
                                    .up())
                    .isFalse();
        }
        assertThat(asked(Code.ACCESS_REQUEST)).isEqualTo(1);
    }

    @Test
    void aClientComesBackWithItsTokenAndRadiusIsNotAsked() throws Exception {
        TestHub hub = hub(PLAIN, "REMOTE", "");
        Outcome first = new EmulatedClient(hub.from("198.51.100.7")).logIn("alice", null, "secret");
        String id = first.text(EmulatedClient.SESSION_ID);
        byte[] token = first.octets(EmulatedClient.TOKEN_ID);
        awaitStarts(1);
        int before = server.requests.size();
        hub.plane.done.clear();

        // Someone who only saw the session id, and someone with a token of another session.
        assertThat(new EmulatedClient(hub.from("203.0.113.1")).comeBack(id, new byte[64]).up())
                .isFalse();
        assertThat(
                        new EmulatedClient(hub.from("203.0.113.2"))
                                .comeBack("fxr/AC/00000000", token)
                                .up())
                .isFalse();

        // From another network, before the hub noticed anything.
        Outcome second = new EmulatedClient(hub.from("198.51.100.99")).comeBack(id, token);
        assertThat(second.up()).isTrue();
        assertThat(second.octets(EmulatedClient.ADDRESS))
                .isEqualTo(first.octets(EmulatedClient.ADDRESS));
        assertThat(second.text(EmulatedClient.BANNER)).isEqualTo("Hello alice");
        assertThat(hub.plane.done)
                .as("interface and routes stay")
                .noneMatch(l -> l.matches("(create|destroy|route|no route).*"));
        assertThat(server.requests).as("RADIUS hears of nothing").hasSize(before);
        assertThat(hub.sessions.snapshots())
                .filteredOn(s -> s.up())
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.userName()).isEqualTo("alice");
                    assertThat(s.accessNumber()).isEqualTo(1);
                });
        // A token is good once; the client has the next one.
        assertThat(new EmulatedClient(hub.from("203.0.113.3")).comeBack(id, token).up()).isFalse();
        assertThat(
                        new EmulatedClient(hub.from("198.51.100.98"))
                                .comeBack(
                                        second.text(EmulatedClient.SESSION_ID),
                                        second.octets(EmulatedClient.TOKEN_ID))
                                .up())
                .isTrue();
        assertThat(hub.sessions.reconnects().success()).isEqualTo(2);
        assertThat(server.requests).hasSize(before);
    }

    /** Dead peer detection keeps the session; it is inactive until its client comes back. */
    @Test
    void aClientThatWasGoneFindsItsSession() throws Exception {
        TestHub hub = hub(PLAIN, "REMOTE", "dpd 10 2 periodic");
        Outcome first = new EmulatedClient(hub.from("198.51.100.7")).logIn("alice", null, "secret");
        Awaitility.await("the session is inactive")
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> hub.sessions.reconnects().inactive() == 1);
        assertThat(hub.sessions.snapshots()).noneMatch(s -> s.up());
        assertThat(hub.plane.done).noneMatch(line -> line.startsWith("destroy"));

        // Its address is nobody else's meanwhile.
        Outcome other =
                new EmulatedClient(hub.from("198.51.100.8")).logIn("bob", null, "secret", "123456");
        assertThat(other.octets(EmulatedClient.ADDRESS)).containsExactly(10, 8, 0, 2);
        awaitStarts(2);
        int before = server.requests.size();

        Outcome second =
                new EmulatedClient(hub.from("198.51.100.9"))
                        .comeBack(
                                first.text(EmulatedClient.SESSION_ID),
                                first.octets(EmulatedClient.TOKEN_ID));
        assertThat(second.octets(EmulatedClient.ADDRESS)).containsExactly(10, 8, 0, 1);
        assertThat(hub.sessions.reconnects().inactive()).isZero();
        assertThat(server.requests).as("neither a login nor a Stop or Start").hasSize(before);
    }

    private static long asked(Code code) {
        return server.requests.stream().filter(r -> r.code() == code).count();
    }

    /** Accounting is sent beside the login: what is counted afterwards must not catch its tail. */
    private static void awaitStarts(int sessions) {
        Awaitility.await("Accounting-Start")
                .atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        server.requests.stream()
                                        .filter(r -> r.code() == Code.ACCOUNTING_REQUEST)
                                        .filter(r ->
                                                r.attributes().u32(Attr.ACCT_STATUS_TYPE, 0)
                                                        == Attr.ACCT_START)
                                        .count()
                                == sessions);
    }

    private static Device device(String authority) throws Exception {
        String pem = Files.readString(pki.resolve(authority + "-device.key"));
        byte[] der =
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        return new Device(
                Files.readAllBytes(pki.resolve(authority + ".p7")),
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
    }
}
