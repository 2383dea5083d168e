package io.flexaaa.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.snapshot.SnapshotService;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Who is believed: an authority, certificates, lists and OCSP answers made by OpenSSL. */
@ServerTest
class ClientTrustIT {
    private static final String AUTHORITY = "it-openssl";
    private static final String EC = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes ";

    @TempDir private Path folder = Path.of(".");
    private final ClientTrust trust;
    private final AuthorityService authorities;
    private final SnapshotService snapshot;
    private OpenSsl openssl = new OpenSsl(Path.of("."));
    private @Nullable Process responder;

    @Autowired
    ClientTrustIT(ClientTrust trust, AuthorityService authorities, SnapshotService snapshot) {
        this.trust = trust;
        this.authorities = authorities;
        this.snapshot = snapshot;
    }

    @BeforeEach
    void authority() {
        openssl = new OpenSsl(folder);
        openssl.write("index.txt", "").write("number", "1000\n");
        openssl.write(
                "ca.cnf",
                """
                [ca]
                default_ca = own
                [own]
                database = index.txt
                new_certs_dir = .
                crlnumber = number
                default_md = sha256
                default_crl_days = 7
                policy = any
                copy_extensions = none
                [any]
                commonName = optional
                [client]
                basicConstraints = critical,CA:FALSE
                keyUsage = critical,digitalSignature
                extendedKeyUsage = clientAuth
                subjectAltName = email:ann@example.com,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:ann@corp
                [server]
                basicConstraints = critical,CA:FALSE
                extendedKeyUsage = serverAuth
                [nameless]
                basicConstraints = critical,CA:FALSE
                [sub]
                basicConstraints = critical,CA:TRUE,pathlen:0
                keyUsage = critical,keyCertSign,cRLSign
                """);
        openssl.must(
                "req -x509 "
                        + EC
                        + "-keyout ca.key -subj /CN=openssl-ca -days 30 -addext"
                        + " keyUsage=critical,keyCertSign,cRLSign -out ca.pem");
    }

    @AfterEach
    void clean() {
        if (responder != null) responder.destroy();
        authorities.list(io.flexaaa.server.listing.PageRequest.first(100)).items().stream()
                .filter(a -> a.name().startsWith(AUTHORITY))
                .forEach(a -> authorities.delete(a.name()));
    }

    @Test
    void eachReasonHasItsCase() throws Exception {
        List<X509Certificate> ann = certificate("ann", "client", "ca");
        List<X509Certificate> server = certificate("server", "server", "ca");
        List<X509Certificate> nameless = certificate("", "nameless", "ca");
        assertThat(reason(ann)).isEqualTo(TrustRefusal.UNKNOWN_CA);
        trusted(List.of(TlsUse.RADSEC), null, null, null);
        assertThat(reason(ann)).isEqualTo(TrustRefusal.NOT_ALLOWED_HERE);
        trusted(List.of(TlsUse.EAP), null, null, null);

        assertThat(trust.check(TlsUse.EAP, ann, Instant.now()))
                .isInstanceOfSatisfying(
                        ClientDecision.Accepted.class,
                        a -> {
                            assertThat(a.name()).isEqualTo("ann@corp");
                            assertThat(a.names()).contains("ann@example.com", "ann@corp");
                            assertThat(a.authority()).isEqualTo(AUTHORITY);
                        });
        assertThat(reason(List.of())).isEqualTo(TrustRefusal.NO_CERTIFICATE);
        assertThat(reason(server)).isEqualTo(TrustRefusal.WRONG_USAGE);
        assertThat(reason(nameless)).isEqualTo(TrustRefusal.NO_NAME);
        assertThat(reason(read("ca"))).isEqualTo(TrustRefusal.WRONG_USAGE);
        assertThat(reason(ann, Instant.now().plus(Duration.ofDays(20))))
                .isEqualTo(TrustRefusal.EXPIRED);
        assertThat(reason(ann, Instant.now().minus(Duration.ofDays(2))))
                .isEqualTo(TrustRefusal.NOT_YET_VALID);
        openssl.must("req -x509 " + EC + "-keyout o.key -subj /CN=openssl-ca -out o.pem");
        assertThat(reason(certificate("impostor", "client", "o")))
                .as("an authority of the same name with another key")
                .isEqualTo(TrustRefusal.UNKNOWN_CA);

        // An intermediate authority the client sends, and one it forgets to send.
        List<X509Certificate> sub = certificate("sub", "sub", "ca");
        List<X509Certificate> below = certificate("below", "client", "sub");
        assertThat(reason(below)).isEqualTo(TrustRefusal.UNKNOWN_CA);
        List<X509Certificate> chain = new ArrayList<>(below);
        chain.addAll(sub);
        assertThat(trust.check(TlsUse.EAP, chain, Instant.now()))
                .isInstanceOf(ClientDecision.Accepted.class);
        // A client's certificate is no authority, whatever it signed.
        List<X509Certificate> forged = new ArrayList<>(certificate("evil", "client", "ann"));
        forged.addAll(ann);
        assertThat(reason(forged)).isEqualTo(TrustRefusal.BROKEN);
    }

    @Test
    void aRevocationListIsNeededFetchedAndObeyed() throws Exception {
        List<X509Certificate> ann = certificate("ann", "client", "ca");
        List<X509Certificate> bob = certificate("bob", "client", "ca");
        trusted(List.of(TlsUse.EAP), "file:it-openssl.crl", null, null);
        assertThat(reason(ann)).isEqualTo(TrustRefusal.REVOCATION_UNKNOWN);
        openssl.must("ca -config ca.cnf -keyfile ca.key -cert ca.pem -revoke ann.pem");
        openssl.must("ca -config ca.cnf -keyfile ca.key -cert ca.pem -gencrl -out list.crl");
        authorities.uploadCrl(AUTHORITY, Files.readAllBytes(openssl.path("list.crl")));
        applied();
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> reason(ann) == TrustRefusal.REVOKED);
        assertThat(trust.check(TlsUse.EAP, bob, Instant.now()))
                .isInstanceOf(ClientDecision.Accepted.class);
        // A list that is too old is no list: it would let in what was revoked since.
        assertThat(reason(bob, Instant.now().plus(Duration.ofDays(8))))
                .isEqualTo(TrustRefusal.REVOCATION_UNKNOWN);
    }

    @Test
    void opensslsResponderIsAskedAndBelieved() throws Exception {
        List<X509Certificate> ann = certificate("ann", "client", "ca");
        List<X509Certificate> bob = certificate("bob", "client", "ca");
        openssl.must("ca -config ca.cnf -keyfile ca.key -cert ca.pem -valid bob.pem");
        openssl.must("ca -config ca.cnf -keyfile ca.key -cert ca.pem -revoke ann.pem");
        int port = freePort();
        trusted(List.of(TlsUse.EAP), null, "http://127.0.0.1:" + port + "/", CheckMode.HARD);
        // Nobody answers yet: hard means refused.
        assertThat(ask(bob))
                .isInstanceOfSatisfying(
                        ClientDecision.Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(TrustRefusal.REVOCATION_UNKNOWN));
        responder =
                new ProcessBuilder(
                                "openssl",
                                "ocsp",
                                "-index",
                                "index.txt",
                                "-port",
                                String.valueOf(port),
                                "-rsigner",
                                "ca.pem",
                                "-rkey",
                                "ca.key",
                                "-CA",
                                "ca.pem")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(openssl.path("ocsp.log").toFile())
                        .start();
        // A failed question is asked again after ten seconds.
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> ask(bob) instanceof ClientDecision.Accepted);
        assertThat(ask(ann))
                .isInstanceOfSatisfying(
                        ClientDecision.Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(TrustRefusal.REVOKED));
    }

    private ClientDecision ask(List<X509Certificate> chain) {
        return trust.checkAsking(TlsUse.EAP, chain, Instant.now()).join();
    }

    private @Nullable TrustRefusal reason(List<X509Certificate> chain) {
        return reason(chain, Instant.now());
    }

    private @Nullable TrustRefusal reason(List<X509Certificate> chain, Instant now) {
        return trust.check(TlsUse.EAP, chain, now) instanceof ClientDecision.Refused refused
                ? refused.reason()
                : null;
    }

    private void trusted(
            List<TlsUse> uses,
            @Nullable String crlUrl,
            @Nullable String ocspUrl,
            @Nullable CheckMode ocsp)
            throws InterruptedException {
        authorities.put(
                AUTHORITY,
                new AuthorityWrite(
                        null,
                        openssl.read("ca.pem"),
                        null,
                        null,
                        null,
                        null,
                        uses,
                        null,
                        null,
                        crlUrl,
                        ocsp,
                        ocspUrl),
                null);
        applied();
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        uses.stream()
                                        .allMatch(u ->
                                                trust.authorities(u).stream().anyMatch(this::own))
                                && Arrays.stream(TlsUse.values())
                                        .filter(u -> !uses.contains(u))
                                        .noneMatch(u ->
                                                trust.authorities(u).stream().anyMatch(this::own)));
    }

    private boolean own(X509Certificate certificate) {
        return read("ca").getFirst().equals(certificate);
    }

    private void applied() throws InterruptedException {
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
    }

    /** From today for ten days, signed by the authority in {@code by}.pem. */
    private List<X509Certificate> certificate(String name, String section, String by) {
        String file = name.isEmpty() ? "nameless" : name;
        String subject = name.isEmpty() ? "/O=Example" : "/CN=" + name;
        openssl.must(
                "req -new " + EC + "-keyout " + file + ".key -subj " + subject + " -out r.pem");
        openssl.must(
                "x509 -req -in r.pem -CA "
                        + by
                        + ".pem -CAkey "
                        + by
                        + ".key -CAcreateserial -days 10 -extfile ca.cnf -extensions "
                        + section
                        + " -out "
                        + file
                        + ".pem");
        return read(file);
    }

    private List<X509Certificate> read(String name) {
        return Pem.certificates("certificatePem", openssl.read(name + ".pem"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
