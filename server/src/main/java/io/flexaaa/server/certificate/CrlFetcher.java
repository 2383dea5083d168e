package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.AuthorityEntity;
import io.flexaaa.server.certificate.store.AuthorityRepository;
import io.flexaaa.server.database.DataFolder;
import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Renews the revocation lists of imported authorities in the background, from HTTP or from a file
 * under {@code crl} in the data folder. One instance fetches; all read the row.
 */
@Component
class CrlFetcher {

    private static final Logger log = LoggerFactory.getLogger(CrlFetcher.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
    private static final int LARGEST = 32 << 20;

    private final AuthorityRepository rows;
    private final TransactionTemplate transaction;
    private final Path folder;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

    CrlFetcher(
            AuthorityRepository rows,
            TransactionTemplate transaction,
            DataFolder data,
            Clock clock) {
        this.rows = rows;
        this.transaction = transaction;
        this.folder = data.resolve("crl");
        this.clock = clock;
    }

    /** The text is no list of that authority; the message says why. */
    static final class BadCrl extends Exception {
        private static final long serialVersionUID = 1L;

        BadCrl(String why) {
            super(why, null, false, false);
        }
    }

    void checkUrl(Check check, @Nullable String url) {
        check.require(
                url == null || isHttp(url) || file(url) != null,
                "crlUrl",
                url,
                "is no http or https URL and no file in the folder for lists",
                "write http://ca.example.com/ca.crl, or file:ca.crl for " + folder + "/ca.crl");
    }

    static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }

    /** Only names in that one folder: an authority must not be a way to read other files. */
    private @Nullable Path file(String url) {
        if (!url.matches("file:[A-Za-z0-9][A-Za-z0-9._-]{0,100}")) return null;
        return folder.resolve(url.substring(5));
    }

    @Scheduled(fixedDelay = 10_000, initialDelay = 2_000)
    void refresh() {
        for (AuthorityEntity row : rows.findAll()) {
            String url = row.crlUrl();
            if (url == null || !row.enabled() || !due(row)) continue;
            Instant now = clock.instant();
            Instant checked = row.crlCheckedAt() == null ? now : row.crlCheckedAt();
            Integer claimed = transaction.execute(_ -> rows.claimCrl(row.id(), now, checked));
            if (claimed != null && claimed == 1) fetch(row.id(), url);
        }
    }

    private boolean due(AuthorityEntity row) {
        Instant checked = row.crlCheckedAt();
        if (checked == null) return true;
        Duration wait = row.crlError() == null ? EVERY : AFTER_FAILURE;
        return !clock.instant().isBefore(checked.plus(wait));
    }

    private void fetch(long id, String url) {
        byte[] crl = null;
        String error = null;
        AuthorityEntity row = rows.findById(id).orElse(null);
        if (row == null) return;
        try {
            crl = verified(read(url), KeyVault.certificate(row.certificate()));
        } catch (BadCrl e) {
            error = e.getMessage();
        } catch (IOException e) {
            error = url + ": " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (error != null) log.warn("CRL authority={}: {}", row.name(), error);
        byte[] fresh = crl;
        String why = error;
        transaction.executeWithoutResult(_ ->
                rows.findById(id)
                        .ifPresent(stored -> {
                            if (fresh != null) stored.setCrl(fresh);
                            stored.setCrlError(why);
                            rows.save(stored);
                        }));
    }

    private byte[] read(String url) throws IOException, InterruptedException, BadCrl {
        Path file = file(url);
        if (file != null) {
            if (Files.size(file) > LARGEST) throw new BadCrl(file + " is larger than 32 MB");
            return Files.readAllBytes(file);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        HttpResponse<InputStream> response =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new BadCrl(url + " answered HTTP " + response.statusCode());
            }
            byte[] octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) throw new BadCrl(url + " sent more than 32 MB");
            return octets;
        }
    }

    /** The list as DER, once it is known to be that authority's. */
    static byte[] verified(byte[] octets, X509Certificate authority) throws BadCrl {
        X509CRL crl;
        try {
            crl = parse(der(octets));
        } catch (CRLException | IllegalArgumentException e) {
            throw new BadCrl("it is no revocation list, neither DER nor PEM");
        }
        if (!crl.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            throw new BadCrl("it is the list of " + crl.getIssuerX500Principal());
        }
        try {
            crl.verify(authority.getPublicKey());
            return crl.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new BadCrl("its signature is not the authority's");
        }
    }

    private static byte[] der(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("-----BEGIN X509 CRL-----");
        if (begin < 0) return octets;
        int end = text.indexOf("-----END X509 CRL-----");
        String body = text.substring(begin + 24, Math.max(begin + 24, end));
        return Base64.getMimeDecoder().decode(body);
    }

    static X509CRL parse(byte[] der) throws CRLException {
        try {
            return (X509CRL)
                    CertificateFactory.getInstance("X.509")
                            .generateCRL(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalStateException("X.509 is part of every JDK", e);
        }
    }
}
