package io.flexaaa.gateway.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code openssl} writes. */
final class PemFiles {
    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

    private PemFiles() {}

    /** All certificates of a PEM or DER file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> found = new ArrayList<>();
        byte[] octets = Files.readAllBytes(file);
        for (var certificate : factory().generateCertificates(new ByteArrayInputStream(octets))) {
            found.add((X509Certificate) certificate);
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("there is no certificate in it");
        }
        return found;
    }

    static X509CRL crl(Path file) throws IOException, GeneralSecurityException {
        byte[] octets = Files.readAllBytes(file);
        return (X509CRL) factory().generateCRL(new ByteArrayInputStream(octets));
    }

    static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher m = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!m.find()) {
            throw new GeneralSecurityException(
                    "there is no unencrypted PKCS #8 key in it (BEGIN PRIVATE KEY); convert with"
                            + " `openssl pkcs8 -topk8 -nocrypt`");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(m.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException otherKind) {
                // The octets do not say beforehand; the next algorithm may fit.
                continue;
            }
        }
        throw new GeneralSecurityException("its key is neither RSA nor EC nor Ed25519 nor Ed448");
    }

    private static CertificateFactory factory() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509");
    }
}
