package io.flexaaa.server.certificate;

import io.flexaaa.server.problem.Check;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** A server key that was made elsewhere, checked for what a TLS server needs. */
record ImportedKey(PrivateKey key, List<X509Certificate> chain) {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USAGE = "2.5.29.37.0";

    static ImportedKey of(CertificateImport given) {
        ImportedKey imported;
        String file = given.pkcs12();
        String passphrase = given.passphrase();
        if (file != null) {
            byte[] octets;
            try {
                octets = Base64.getMimeDecoder().decode(file);
            } catch (IllegalArgumentException e) {
                throw Pem.bad("pkcs12", "is no base64 text", "encode the file: base64 -w0");
            }
            Pkcs12.Content content = Pkcs12.read(octets, passphrase == null ? "" : passphrase);
            imported = new ImportedKey(content.key(), content.chain());
        } else {
            String certificates = given.certificatePem();
            String key = given.privateKeyPem();
            if (certificates == null || key == null) {
                throw Pem.bad(
                        "pkcs12",
                        "is missing",
                        "send pkcs12 with passphrase, or certificatePem with privateKeyPem");
            }
            imported =
                    new ImportedKey(
                            Pem.privateKey("privateKeyPem", key, passphrase),
                            Pem.certificates("certificatePem", certificates));
        }
        imported.check();
        return imported;
    }

    private void check() {
        X509Certificate leaf = chain.getFirst();
        boolean server;
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            server = usages == null || usages.contains(SERVER_AUTH) || usages.contains(ANY_USAGE);
        } catch (CertificateParsingException e) {
            server = false;
        }
        new Check()
                .require(
                        belongs(key, leaf.getPublicKey()),
                        "privateKeyPem",
                        "",
                        "is not the key of the first certificate",
                        "put the server's own certificate first, its intermediates behind it")
                .require(
                        server && leaf.getBasicConstraints() < 0,
                        "certificatePem",
                        leaf.getSubjectX500Principal(),
                        "is not meant for a TLS server",
                        "it needs extended key usage serverAuth and must be no authority")
                .require(
                        KeyKind.strong(leaf.getPublicKey()),
                        "certificatePem",
                        KeyKind.describe(leaf.getPublicKey()),
                        "is too weak a key",
                        "EC from 256 and RSA from 2048 bits")
                .require(
                        !leaf.getPublicKey().getAlgorithm().startsWith("Ed"),
                        "certificatePem",
                        KeyKind.describe(leaf.getPublicKey()),
                        "is not what this server's TLS signs with",
                        "take an EC or RSA key")
                .done();
    }

    private static boolean belongs(PrivateKey key, PublicKey to) {
        byte[] message = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(KeyKind.signature(to));
            signature.initSign(key);
            signature.update(message);
            byte[] made = signature.sign();
            signature.initVerify(to);
            signature.update(message);
            return signature.verify(made);
        } catch (GeneralSecurityException e) {
            // Of another kind, then.
            return false;
        }
    }

    static List<X509Certificate> chain(byte[] der) {
        if (der.length == 0) return List.of();
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(der))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalStateException("a stored chain cannot be read", e);
        }
    }
}
