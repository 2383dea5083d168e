package io.flexaaa.e2e.lab;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Certificates of the server's own authority, ordered over REST and unpacked by openssl. */
public final class Pki {
    private static final String AUTHORITY = "lab-ca";
    private static final String PASSPHRASE = "lab-passphrase";

    private final Rest rest;
    private final Path home;
    private final String authorityPem;

    public Pki(Rest rest, Path home) {
        this.rest = rest;
        this.home = home;
        JsonNode authority =
                Rest.ok(
                                rest.put(
                                        "/api/v1/authorities/" + AUTHORITY,
                                        Map.of(
                                                "subject",
                                                "CN=Lab CA,O=FlexAAA lab",
                                                "trustedFor",
                                                List.of("eap"))))
                        .body();
        authorityPem = authority.path("certificatePem").asString();
    }

    public String authorityPem() {
        return authorityPem;
    }

    /** A certificate and its key, as PEM files. */
    public record Identity(long id, Path certificate, Path key) {
        /** Puts both where swanctl finds them. */
        public void installFor(Charon charon, String authorityPem) {
            try {
                Files.copy(
                        certificate,
                        charon.swanctlFolder("x509").resolve(certificate.getFileName()));
                Files.copy(key, charon.swanctlFolder("private").resolve(key.getFileName()));
                trust(charon, authorityPem);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static void trust(Charon charon, String authorityPem) {
        try {
            Files.writeString(charon.swanctlFolder("x509ca").resolve("ca.pem"), authorityPem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param purpose server, hub or client
     */
    public Identity issue(String purpose, String file, String subject, String... names) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("authority", AUTHORITY);
        order.put("purpose", purpose);
        order.put("subject", subject);
        order.put("names", List.of(names));
        order.put("passphrase", PASSPHRASE);
        JsonNode issued = Rest.ok(rest.post("/api/v1/certificates", order)).body();
        Path p12 = home.resolve(file + ".p12");
        Path certificate = home.resolve(file + ".pem");
        Path key = home.resolve(file + ".key");
        try {
            Files.write(p12, Base64.getDecoder().decode(issued.path("pkcs12").asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String read = "openssl pkcs12 -in " + p12 + " -passin pass:" + PASSPHRASE + " -nodes ";
        Shell.sh(read + "-nokeys -clcerts | openssl x509 -out " + certificate);
        Shell.sh(read + "-nocerts | openssl pkey -out " + key);
        return new Identity(issued.path("certificate").path("id").asLong(), certificate, key);
    }
}
