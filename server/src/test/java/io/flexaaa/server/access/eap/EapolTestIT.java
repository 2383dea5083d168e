package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.certificate.TrustFixture;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.SnapshotFixture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;

/**
 * Every method with a peer that is not ours: wpa_supplicant's eapol_test. It derives the keys
 * itself and fails when those in the Access-Accept differ.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EapolTestIT {

    private static final String[] ALL = {"tls", "ttls", "peap", "mschapv2", "gtc", "md5"};

    private Path folder = Path.of("");
    private EapPki pki;
    private EapPki large;
    private EapBench bench;
    private EapBench largeBench;

    /** Whose TLS the server runs on. */
    EapProperties.Provider provider() {
        return EapProperties.Provider.CONSCRYPT;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        pki = EapPki.p256(folder.resolve("p256"));
        large = EapPki.rsa(folder.resolve("rsa4096"), 4_096);
        bench = new EapBench(EapBench.properties(provider(), ALL), site(), trust(pki));
        largeBench = new EapBench(EapBench.properties(provider(), ALL), site(), trust(large));
    }

    @AfterAll
    void stop() {
        bench.close();
        largeBench.close();
    }

    private static Snapshot site() {
        return new SnapshotFixture()
                .nas("127.0.0.0/8")
                .user("alice", "wonderland-7")
                .user("bob@corp.example", "builder-9")
                .user("gone", false, null, "x-password", null, null)
                .user("late", true, Instant.EPOCH, "x-password", null, null)
                .user(
                        "hashed",
                        true,
                        null,
                        null,
                        Argon2Hash.of(Secret.ofUtf8("looking-glass"), new SecureRandom()),
                        null)
                .build();
    }

    private static TrustFixture trust(EapPki pki) throws IOException {
        return new TrustFixture(
                pki.key("server"),
                pki.chain("server"),
                pki.certificate("ca"),
                Set.of(pki.serial("revoked")));
    }

    private Eapol peer(String method) {
        return new Eapol(folder, bench.port(), EapBench.SECRET).with("eap=" + method);
    }

    private Eapol password(String method, String user, String password) {
        return peer(method).with("identity=\"" + user + "\"").with("password=\"" + password + "\"");
    }

    private Eapol tunnel(String method, String version, String user, String phase2) {
        return password(method, user, "wonderland-7")
                .with("anonymous_identity=\"anonymous\"")
                .with("ca_cert=\"" + pki.path("ca.pem") + "\"")
                .with("phase2=\"" + phase2 + "\"")
                .tls(version, "");
    }

    private Eapol certificate(String version, String client) {
        return certificate(pki, bench, version, client);
    }

    private Eapol certificate(EapPki from, EapBench at, String version, String client) {
        return new Eapol(folder, at.port(), EapBench.SECRET)
                .with("eap=TLS")
                .with("identity=\"whoever\"")
                .with("ca_cert=\"" + from.path("ca.pem") + "\"")
                .with("client_cert=\"" + from.path(client + "-chain.pem") + "\"")
                .with("private_key=\"" + from.path(client + ".key") + "\"")
                .tls(version, "");
    }

    private void succeeds(Eapol peer, String name) throws IOException {
        int before = bench.decisions().size();
        Eapol.Outcome outcome = peer.run();
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
        Awaitility.await().until(() -> bench.decisions().size() > before);
        assertThat(bench.last().sentence()).startsWith("Accepted: user " + name + " by ");
    }

    private void fails(Eapol peer, String reason) throws IOException {
        int before = bench.decisions().size();
        Eapol.Outcome outcome = peer.run();
        assertThat(outcome.succeeded()).as(outcome.output()).isFalse();
        // The reply is on its way before the log has its line.
        Awaitility.await(outcome.output()).until(() -> bench.decisions().size() > before);
        Decision last = bench.last();
        assertThat(last.reason()).as(last.sentence() + outcome.output()).isEqualTo(reason);
        assertThat(last.trace().getLast().ok()).isFalse();
    }

    @Test
    void plainMethods() throws IOException {
        succeeds(password("MSCHAPV2", "alice", "wonderland-7"), "alice");
        succeeds(password("MD5", "alice", "wonderland-7").withoutKeys(), "alice");
        succeeds(password("GTC", "alice", "wonderland-7").withoutKeys(), "alice");
        succeeds(password("GTC", "hashed", "looking-glass").withoutKeys(), "hashed");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    TTLS, auth=PAP
                    TTLS, auth=CHAP
                    TTLS, auth=MSCHAPV2
                    TTLS, autheap=MSCHAPV2
                    TTLS, autheap=GTC
                    TTLS, autheap=MD5
                    PEAP, auth=MSCHAPV2
                    PEAP, auth=GTC
                    """)
    void tunnels(String method, String phase2) throws IOException {
        succeeds(tunnel(method, "1.2", "alice", phase2), "alice");
        succeeds(tunnel(method, "1.3", "alice", phase2), "alice");
    }

    @ParameterizedTest
    @CsvSource({"1.2", "1.3"})
    void certificates(String version) throws IOException {
        succeeds(certificate(version, "alice"), "alice");
        fails(certificate(version, "revoked"), "eap-certificate-revoked");
        fails(certificate(version, "expired"), "eap-certificate-expired");
        fails(certificate(version, "foreign"), "eap-unknown-ca");
        fails(certificate(version, "stranger"), "unknown-user");
    }

    /** A chain of two RSA-4096 certificates, cut small in both directions. */
    @ParameterizedTest
    @CsvSource({"1.2", "1.3"})
    void fragmentedBothWays(String version) throws IOException {
        EapBench before = bench;
        bench = largeBench;
        try {
            succeeds(
                    certificate(large, largeBench, version, "alice").with("fragment_size=300"),
                    "alice");
        } finally {
            bench = before;
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2", "1.3"})
    void aServerThePeerDoesNotTrust(String version) throws IOException {
        Eapol peer =
                password("PEAP", "alice", "wonderland-7")
                        .with("ca_cert=\"" + pki.path("other.pem") + "\"")
                        .with("phase2=\"auth=MSCHAPV2\"")
                        .tls(version, "");
        fails(peer, "eap-tls-alert");
        assertThat(bench.last().sentence()).contains("unknown_ca");
    }

    /** RFC 7542: a user of the realm that is ours is kept without it; other realms are not. */
    @Test
    void realmsOfOurs() throws IOException {
        EapBench before = bench;
        bench = new EapBench(EapBench.ofRealm("corp.example", ALL), site(), trust(pki));
        try {
            succeeds(password("MSCHAPV2", "alice@corp.example", "wonderland-7"), "alice");
            succeeds(password("MSCHAPV2", "alice@CORP.example", "wonderland-7"), "alice");
            succeeds(tunnel("PEAP", "1.3", "alice@corp.example", "auth=MSCHAPV2"), "alice");
            succeeds(tunnel("TTLS", "1.2", "alice@corp.example", "auth=PAP"), "alice");
            succeeds(password("MSCHAPV2", "bob@corp.example", "builder-9"), "bob@corp.example");
            fails(password("MSCHAPV2", "alice@else.example", "wonderland-7"), "unknown-realm");
            fails(tunnel("TTLS", "1.3", "alice@else.example", "auth=PAP"), "unknown-realm");
        } finally {
            bench.close();
            bench = before;
        }
    }

    /** BoringSSL gives out keys as OpenSSL does; the JDK does not, and the log says so. */
    @Test
    void withoutExtendedMasterSecret() throws IOException {
        Eapol ttls = tunnel("TTLS", "1.2", "alice", "auth=MSCHAPV2").withoutExtendedMasterSecret();
        Eapol tls = certificate("1.2", "alice").withoutExtendedMasterSecret();
        if (provider() == EapProperties.Provider.CONSCRYPT) {
            succeeds(ttls, "alice");
            succeeds(tls, "alice");
        } else {
            fails(tls, "eap-tls-failed");
            assertThat(bench.last().sentence()).contains("lacks the extended master secret");
        }
    }

    @Test
    void refusals() throws IOException {
        fails(password("MSCHAPV2", "alice", "wrong"), "wrong-password");
        fails(password("MD5", "alice", "wrong").withoutKeys(), "wrong-password");
        fails(password("GTC", "hashed", "wrong").withoutKeys(), "wrong-password");
        fails(password("MSCHAPV2", "nobody", "x"), "unknown-user");
        fails(password("MSCHAPV2", "gone", "x-password"), "user-disabled");
        fails(password("MSCHAPV2", "late", "x-password"), "user-expired");
        fails(password("MSCHAPV2", "hashed", "looking-glass"), "password-not-reversible");
        fails(password("PWD", "alice", "wonderland-7"), "eap-no-common-method");
        assertThat(bench.last().sentence()).contains("EAP-PWD");
    }

    @ParameterizedTest
    @CsvSource({"1.2", "1.3"})
    void wrongPasswordsInside(String version) throws IOException {
        fails(tunnel("PEAP", version, "nobody", "auth=MSCHAPV2"), "unknown-user");
        fails(tunnel("TTLS", version, "gone", "auth=PAP"), "user-disabled");
        fails(
                password("PEAP", "alice", "wrong")
                        .with("phase2=\"auth=MSCHAPV2\"")
                        .tls(version, ""),
                "wrong-password");
        fails(
                password("TTLS", "alice", "wrong").with("phase2=\"auth=CHAP\"").tls(version, ""),
                "wrong-password");
    }
}
