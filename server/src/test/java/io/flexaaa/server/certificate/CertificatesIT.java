package io.flexaaa.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.web.Api;
import io.flexaaa.server.web.Api.Answer;
import io.flexaaa.server.web.Api.Browser;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The built-in authority over REST, judged by OpenSSL. */
@ServerTest
class CertificatesIT {
    private static final String CERTIFICATES = "/api/v1/certificates";
    private static final String PASSPHRASE = "correct-horse";

    @TempDir private Path folder = Path.of(".");
    @Autowired private Api api;
    private OpenSsl openssl = new OpenSsl(Path.of("."));
    private Browser admin;

    @Autowired
    CertificatesIT(Api api) {
        admin = api.browser();
    }

    @BeforeEach
    void signIn() {
        openssl = new OpenSsl(folder);
        admin = api.signedIn(Role.ADMIN);
    }

    @ParameterizedTest
    @CsvSource({"ec-p256, ec-p256", "ec-p384, rsa-2048", "rsa-3072, ed25519", "ed25519, ec-p384"})
    void opensslVerifiesWhatIsIssued(String authority, String leaf) {
        authority("it-" + authority, Map.of("algorithm", authority));
        Answer issued =
                issue(
                        "it-" + authority,
                        "hub",
                        Map.of(
                                "subject",
                                "CN=hub1.example.com,O=Example",
                                "names",
                                List.of("dns:hub1.example.com", "192.0.2.1"),
                                "algorithm",
                                leaf,
                                "validityDays",
                                90,
                                "passphrase",
                                PASSPHRASE));
        openssl.write("leaf.pem", issued.at("/certificate/certificatePem"));
        openssl.write("leaf.p12", Base64.getDecoder().decode(issued.at("/pkcs12")));

        assertThat(openssl.must("verify -x509_strict -purpose sslclient -CAfile ca.pem leaf.pem"))
                .contains("leaf.pem: OK");
        assertThat(openssl.must("x509 -in leaf.pem -noout -text"))
                .contains("CN = hub1.example.com")
                .contains("DNS:hub1.example.com, IP Address:192.0.2.1")
                .contains("TLS Web Client Authentication")
                .contains("Digital Signature");
        openssl.must("pkcs12 -in leaf.p12 -passin pass:" + PASSPHRASE + " -nodes -out all.pem");
        openssl.must("pkey -in all.pem -pubout -out key.pub");
        assertThat(openssl.read("key.pub"))
                .isEqualTo(openssl.must("x509 -in leaf.pem -noout -pubkey"));
        assertThat(openssl.run("pkcs12 -in leaf.p12 -passin pass:wrong -noout").exit()).isNotZero();
    }

    @Test
    void aRequestIsSignedAndItsKeyStaysWhereItIs() {
        authority("it-csr", Map.of());
        openssl.must(
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem"
                        + " -subj /CN=ann -addext subjectAltName=email:ann@example.com,"
                        + "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:ann@corp.example -out csr.pem");
        Answer issued = issue("it-csr", "client", Map.of("csrPem", openssl.read("csr.pem")));
        assertThat(issued.json().get("pkcs12").isNull()).isTrue();
        assertThat(issued.json().at("/certificate/keyHeld").asBoolean()).isFalse();
        assertThat(issued.json().at("/certificate/names").toString())
                .isEqualTo("[\"email:ann@example.com\",\"upn:ann@corp.example\"]");
        openssl.write("leaf.pem", issued.at("/certificate/certificatePem"));
        assertThat(openssl.must("verify -purpose sslclient -CAfile ca.pem leaf.pem"))
                .contains("leaf.pem: OK");
        assertThat(openssl.must("x509 -in leaf.pem -noout -pubkey"))
                .isEqualTo(openssl.must("pkey -in key.pem -pubout"));
    }

    @Test
    void aRevocationIsInTheListAndInOcsp() throws Exception {
        authority("it-revoke", Map.of());
        long bad = certificate("it-revoke", "bad");
        certificate("it-revoke", "good");
        String url = api.uri("/ocsp").toString();
        String ask = "ocsp -issuer ca.pem -CAfile ca.pem -url " + url + " -cert ";
        assertThat(openssl.must(ask + "bad.pem")).contains("Response verify OK", "bad.pem: good");

        Answer revoked =
                admin.post(CERTIFICATES + "/" + bad + ":revoke", "{\"reason\":\"key-compromise\"}");
        assertThat(revoked.at("/state")).isEqualTo("revoked");

        assertThat(openssl.must(ask + "bad.pem"))
                .contains("Response verify OK", "bad.pem: revoked", "Reason: keyCompromise");
        assertThat(openssl.must(ask + "good.pem -no_nonce"))
                .contains("Response verify OK", "good.pem: good");
        openssl.write("list.crl", download("/crl/it-revoke.crl"));
        openssl.write("ca.der", download("/ca/it-revoke.crt"));
        assertThat(openssl.must("crl -inform DER -in list.crl -CAfile ca.pem -noout -text"))
                .contains("verify OK", "Key Compromise", "X509v3 CRL Number");
        openssl.must("crl -inform DER -in list.crl -out list.pem");
        assertThat(openssl.must("x509 -inform DER -in ca.der")).isEqualTo(openssl.read("ca.pem"));
        String verify = "verify -crl_check -CAfile ca.pem -CRLfile list.pem ";
        assertThat(openssl.run(verify + "bad.pem").output()).contains("certificate revoked");
        assertThat(openssl.must(verify + "good.pem")).contains("good.pem: OK");
        // A certificate of somebody else's authority is nobody's to talk about.
        openssl.must("req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=other -out other.pem");
        assertThat(
                        openssl.run("ocsp -issuer other.pem -cert other.pem -noverify -url " + url)
                                .output())
                .contains("unauthorized");
    }

    @Test
    void ocspAnswersGarbageInItsOwnLanguage() throws Exception {
        for (byte[] request : new byte[][] {{}, {0x30, 0}, new byte[20_000], {1, 2, 3}}) {
            HttpResponse<byte[]> answer =
                    admin.http()
                            .send(
                                    HttpRequest.newBuilder(api.uri("/ocsp"))
                                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            openssl.write("answer.der", answer.body());
            assertThat(openssl.run("ocsp -respin answer.der").output())
                    .contains("malformedrequest");
        }
        assertThat(admin.get("/crl/no-such-authority.crl").status()).isEqualTo(404);
    }

    @Test
    void theServersCertificateIsRenewedInPlace() {
        Answer first =
                issue(
                        null,
                        "server",
                        Map.of("names", List.of("dns:aaa.example.com"), "algorithm", "rsa-2048"));
        assertThat(first.at("/certificate/authority")).isEqualTo("flexaaa");
        assertThat(first.json().at("/certificate/keyHeld").asBoolean()).isTrue();
        String id = first.at("/certificate/id");
        Answer assigned = admin.put("/api/v1/tls-identities/eap", "{\"certificateId\":" + id + "}");
        assertThat(assigned.at("/certificate/shownFor/0")).isEqualTo("eap");

        Answer renewed = admin.post(CERTIFICATES + "/" + id + ":renew", "{}");
        assertThat(renewed.status()).isEqualTo(201);
        assertThat(renewed.at("/certificate/subject")).isEqualTo(first.at("/certificate/subject"));
        assertThat(renewed.at("/certificate/shownFor/0")).isEqualTo("eap");
        assertThat(admin.get("/api/v1/tls-identities").at("/0/certificate/id"))
                .isEqualTo(renewed.at("/certificate/id"));
        assertThat(admin.delete("/api/v1/tls-identities/eap").status()).isEqualTo(204);
    }

    @Test
    void keysMadeElsewhereAreImported() {
        openssl.must(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout key.pem -passout"
                        + " pass:hunter2hunter2 -subj /CN=aaa -days 30 -addext"
                        + " extendedKeyUsage=serverAuth -addext basicConstraints=critical,CA:FALSE"
                        + " -out leaf.pem");
        openssl.must(
                "pkcs12 -export -in leaf.pem -inkey key.pem -passin pass:hunter2hunter2 -passout"
                        + " pass:hunter2hunter2 -out all.p12");
        Answer pem =
                importing(
                        Map.of(
                                "certificatePem", openssl.read("leaf.pem"),
                                "privateKeyPem", openssl.read("key.pem"),
                                "passphrase", "hunter2hunter2"));
        assertThat(pem.status()).isEqualTo(201);
        assertThat(pem.at("/purpose")).isEqualTo("imported");
        Answer p12 = importing(Map.of("pkcs12", base64("all.p12"), "passphrase", "hunter2hunter2"));
        assertThat(p12.status()).isEqualTo(201);
        assertThat(admin.delete(CERTIFICATES + "/" + p12.at("/id")).status()).isEqualTo(204);

        Answer wrong = importing(Map.of("pkcs12", base64("all.p12"), "passphrase", "wrong"));
        assertThat(wrong.at("/errors/0/message")).isEqualTo("does not open");
        openssl.must("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.pem");
        Answer mismatch =
                importing(
                        Map.of(
                                "certificatePem", openssl.read("leaf.pem"),
                                "privateKeyPem", openssl.read("other.pem")));
        assertThat(mismatch.at("/errors/0/message")).contains("is not the key of");
        // Neither the passphrase nor the key is in the log of changes.
        String audit = admin.get("/api/v1/audit?limit=200").body();
        assertThat(audit).doesNotContain("hunter2hunter2").doesNotContain("PRIVATE KEY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"purpose":"client","subject":"CN=x"}                                            | passphrase
                    {"purpose":"client","subject":"CN=x","passphrase":"short"}                       | passphrase
                    {"purpose":"imported","subject":"CN=x","passphrase":"long-enough"}               | purpose
                    {"subject":"CN=x","passphrase":"long-enough"}                                    | purpose
                    {"purpose":"hub","passphrase":"long-enough"}                                     | subject
                    {"purpose":"hub","subject":"nonsense","passphrase":"long-enough"}                | subject
                    {"purpose":"hub","names":["dns:-"],"passphrase":"long-enough","validityDays":0}  | validityDays
                    {"purpose":"hub","names":["dns:a b"],"passphrase":"long-enough"}                 | names
                    {"purpose":"hub","names":["ip:192.0.2"],"passphrase":"long-enough"}              | names
                    {"purpose":"hub","names":["uri:http://a"],"passphrase":"long-enough"}            | names
                    {"purpose":"hub","subject":"CN=x","passphrase":"long-enough","validityDays":9999}| validityDays
                    {"purpose":"server","subject":"CN=x","algorithm":"ed25519"}                      | algorithm
                    {"purpose":"client","csrPem":"garbage"}                                          | csrPem
                    {"purpose":"client","csrPem":"-----BEGIN CERTIFICATE REQUEST-----\\nAAAA\\n-----END CERTIFICATE REQUEST-----\\n"} | csrPem
                    """)
    void whatCannotBeIssuedIsRefusedByItsField(String order, String field) {
        Answer refused = admin.post(CERTIFICATES, order);
        assertThat(refused.status()).as(refused.body()).isIn(400, 422);
        assertThat(refused.at("/errors/0/field")).as(refused.body()).isEqualTo(field);
        assertThat(refused.at("/errors/0/cure")).isNotEmpty();
    }

    /** Read strictly: a NUL is refused before anything looks at the field's meaning. */
    @Test
    void aNulInASubjectIsRefusedByItsField() {
        Answer refused =
                admin.post(
                        CERTIFICATES,
                        "{\"purpose\":\"hub\",\"subject\":\"CN=a\\u0000b\",\"passphrase\":\"long-enough\"}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.at("/errors/0/field")).as(refused.body()).isEqualTo("subject");
        assertThat(refused.at("/errors/0/cure")).isNotEmpty();
    }

    @Test
    void weakAndForgedRequestsAreRefused() {
        openssl.must("req -new -newkey rsa:1024 -nodes -keyout k -subj /CN=weak -out weak.pem");
        assertThat(csr(openssl.read("weak.pem"))).contains("too weak");
        openssl.must("req -new -newkey rsa:2048 -nodes -keyout k -subj /CN=ann -out a.pem");
        openssl.must("req -in a.pem -outform DER -out a.der");
        byte[] der = bytes("a.der");
        der[der.length - 1] ^= 1;
        String forged =
                "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE REQUEST-----\n";
        assertThat(csr(forged)).contains("not signed with its own key");
    }

    @Test
    void authoritiesAreCheckedToo() {
        openssl.must(
                "req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=leaf -addext"
                        + " basicConstraints=critical,CA:FALSE -out leaf.pem");
        assertThat(put("it-leaf", Map.of("certificatePem", openssl.read("leaf.pem"))).body())
                .contains("is no authority");
        assertThat(put("it leaf", Map.of()).at("/errors/0/field")).isEqualTo("name");
        assertThat(put("it-days", Map.of("validityDays", 0)).at("/errors/0/field"))
                .isEqualTo("validityDays");
        openssl.must("req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=root -out root.pem");
        Map<String, Object> root =
                new HashMap<>(Map.of("certificatePem", openssl.read("root.pem")));
        for (String url : List.of("file:/etc/passwd", "file:../x", "ftp://a/b", "http:///", "x")) {
            root.put("crlUrl", url);
            assertThat(put("it-root", root).at("/errors/0/field")).as(url).isEqualTo("crlUrl");
        }
        root.remove("crlUrl");
        Answer imported = put("it-root", root);
        assertThat(imported.status()).isEqualTo(201);
        // Importing is not believing.
        assertThat(imported.json().get("trustedFor").isEmpty()).isTrue();
        assertThat(put("it-root-again", root).at("/code")).isEqualTo("AUTHORITY_EXISTS");
        assertThat(issueAt("it-root", "client", Map.of("passphrase", PASSPHRASE)).at("/code"))
                .isEqualTo("NOT_BUILT_IN");
        assertThat(
                        admin.post("/api/v1/authorities/it-root/crl", "{\"crl\":\"AAAA\"}")
                                .at("/errors/0/field"))
                .isEqualTo("crl");
        assertThat(admin.delete("/api/v1/authorities/it-root").status()).isEqualTo(204);
    }

    private String csr(String pem) {
        Answer refused = admin.post(CERTIFICATES, json(Map.of("purpose", "client", "csrPem", pem)));
        assertThat(refused.status()).isEqualTo(422);
        return refused.at("/errors/0/message");
    }

    private long certificate(String authority, String name) {
        Answer issued =
                issue(
                        authority,
                        "client",
                        Map.of("subject", "CN=" + name, "passphrase", PASSPHRASE));
        openssl.write(name + ".pem", issued.at("/certificate/certificatePem"));
        return issued.json().at("/certificate/id").asLong();
    }

    private void authority(String name, Map<String, ?> body) {
        Answer made = put(name, body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        openssl.write("ca.pem", made.at("/certificatePem"));
    }

    private Answer put(String name, Map<String, ?> body) {
        return admin.put("/api/v1/authorities/" + name.replace(" ", "%20"), json(body));
    }

    private Answer issue(@Nullable String authority, String purpose, Map<String, ?> more) {
        Answer issued = issueAt(authority, purpose, more);
        assertThat(issued.status()).as(issued.body()).isEqualTo(201);
        return issued;
    }

    private Answer issueAt(@Nullable String authority, String purpose, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("purpose", purpose);
        if (authority != null) body.put("authority", authority);
        return admin.post(CERTIFICATES, json(body));
    }

    private Answer importing(Map<String, ?> body) {
        return admin.post(CERTIFICATES + ":import", json(body));
    }

    private static String json(Map<String, ?> body) {
        return JsonMapper.shared().writeValueAsString(body);
    }

    private String base64(String file) {
        return Base64.getEncoder().encodeToString(bytes(file));
    }

    private byte[] bytes(String file) {
        try {
            return java.nio.file.Files.readAllBytes(openssl.path(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private byte[] download(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                admin.http()
                        .send(
                                HttpRequest.newBuilder(api.uri(path)).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
