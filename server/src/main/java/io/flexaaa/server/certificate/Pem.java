package io.flexaaa.server.certificate;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Text in, objects out; what is none is refused by the name of the field it came in. */
final class Pem {

    private static final int LARGEST = 256 << 10;

    private Pem() {}

    static String of(X509Certificate certificate) {
        try {
            return encode("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate without DER", e);
        }
    }

    static String encode(String label, byte[] der) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END "
                + label
                + "-----\n";
    }

    /** At least one. */
    static List<X509Certificate> certificates(String field, String text) {
        List<X509Certificate> found = new ArrayList<>();
        for (Object object : objects(field, text, "certificate")) {
            if (!(object instanceof X509CertificateHolder holder)) continue;
            try {
                found.add(certificate(holder.getEncoded()));
            } catch (IOException | CertificateException e) {
                throw bad(field, "holds a certificate that cannot be read", "export it anew");
            }
        }
        if (found.isEmpty()) {
            throw bad(
                    field,
                    "holds no certificate",
                    "paste the PEM text from -----BEGIN CERTIFICATE----- on");
        }
        return found;
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    static PKCS10CertificationRequest request(String field, String text) {
        for (Object object : objects(field, text, "certificate request")) {
            if (object instanceof PKCS10CertificationRequest request) return request;
        }
        throw bad(
                field,
                "holds no certificate request",
                "paste the PEM text from -----BEGIN CERTIFICATE REQUEST----- on");
    }

    static PrivateKey privateKey(String field, String text, @Nullable String passphrase) {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        for (Object object : objects(field, text, "private key")) {
            try {
                switch (object) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    case PKCS8EncryptedPrivateKeyInfo sealed -> {
                        if (passphrase == null) throw bad(field, "is encrypted", "give passphrase");
                        return converter.getPrivateKey(
                                sealed.decryptPrivateKeyInfo(
                                        new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                                // The JDK takes the ciphers' numbers for those
                                                // without padding.
                                                .setProvider(new BouncyCastleProvider())
                                                .build(passphrase.toCharArray())));
                    }
                    case PEMEncryptedKeyPair _ ->
                            throw bad(
                                    field,
                                    "is encrypted in OpenSSL's old way",
                                    "convert it: openssl pkcs8 -topk8 -in key.pem");
                    default -> {}
                }
            } catch (IOException | OperatorCreationException | PKCSException e) {
                throw bad(
                        field,
                        "holds a private key that does not open",
                        "check the passphrase; keys are EC, RSA or Ed25519");
            }
        }
        throw bad(field, "holds no private key", "paste the PEM text of the key");
    }

    private static List<Object> objects(String field, String text, String what) {
        if (text.length() > LARGEST) throw bad(field, "is larger than 256 kB", "send only " + what);
        List<Object> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject();
                    object != null;
                    object = parser.readObject()) {
                found.add(object);
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parsers throw unchecked exceptions of many kinds on garbage.
            throw bad(
                    field,
                    "is no PEM text of a " + what,
                    "paste it whole, with both lines of" + " dashes");
        }
        return found;
    }

    static Problem.Invalid bad(String field, String message, String cure) {
        return new Problem.Invalid(List.of(new FieldProblem(field, "", message, cure)));
    }
}
