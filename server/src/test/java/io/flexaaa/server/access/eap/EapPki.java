package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority, an intermediate, a server and clients, made by OpenSSL. */
final class EapPki {

    private final Path folder;
    private final List<String> newKey;

    /**
     * @param newKey OpenSSL's words for a key: {@code ec -pkeyopt ec_paramgen_curve:P-256}
     */
    private EapPki(Path folder, List<String> newKey) {
        this.folder = folder;
        this.newKey = newKey;
    }

    static EapPki p256(Path folder) throws IOException {
        return make(folder, List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
    }

    static EapPki rsa(Path folder, int bits) throws IOException {
        return make(folder, List.of("-newkey", "rsa:" + bits));
    }

    private static EapPki make(Path folder, List<String> newKey) throws IOException {
        Files.createDirectories(folder);
        EapPki pki = new EapPki(folder, newKey);
        pki.selfSigned("ca", "/O=EAP test/CN=EAP test CA");
        String authority =
                "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n";
        pki.signed("sub", "/O=EAP test/CN=EAP test CA 2", "ca", 30, authority);
        pki.signed(
                "server",
                "/O=EAP test/CN=aaa.example",
                "sub",
                30,
                "subjectAltName=DNS:aaa.example\nextendedKeyUsage=serverAuth\n"
                        + "keyUsage=critical,digitalSignature\n");
        pki.client("alice", "alice", "sub", 30);
        // By the authority itself: what it revoked are certificates of its own.
        pki.client("revoked", "alice", "ca", 30);
        pki.client("stranger", "nobody-here", "sub", 30);
        // Its validity ends in the second it begins in.
        pki.client("expired", "alice", "sub", 0);
        pki.selfSigned("other", "/O=Another/CN=Another CA");
        pki.client("foreign", "alice", "other", 30);
        return pki;
    }

    private void client(String file, String name, String issuer, int days) throws IOException {
        signed(
                file,
                "/O=EAP test/CN=" + name,
                issuer,
                days,
                "extendedKeyUsage=clientAuth\nkeyUsage=critical,digitalSignature\n");
    }

    private void selfSigned(String file, String subject) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-sha256"));
        command.addAll(newKey);
        command.addAll(
                List.of(
                        "-keyout",
                        file + ".key",
                        "-out",
                        file + ".pem",
                        "-days",
                        "30",
                        "-subj",
                        subject,
                        "-addext",
                        "keyUsage=critical,keyCertSign,cRLSign"));
        run(command);
        Files.copy(path(file + ".pem"), path(file + "-chain.pem"));
    }

    private void signed(String file, String subject, String issuer, int days, String extensions)
            throws IOException {
        List<String> request = new ArrayList<>(List.of("openssl", "req", "-new", "-nodes"));
        request.addAll(newKey);
        request.addAll(List.of("-keyout", file + ".key", "-out", file + ".csr", "-subj", subject));
        run(request);
        Files.writeString(path(file + ".ext"), extensions);
        run(
                List.of(
                        "openssl",
                        "x509",
                        "-req",
                        "-sha256",
                        "-in",
                        file + ".csr",
                        "-CA",
                        issuer + ".pem",
                        "-CAkey",
                        issuer + ".key",
                        "-CAcreateserial",
                        "-days",
                        String.valueOf(days),
                        "-extfile",
                        file + ".ext",
                        "-out",
                        file + ".pem"));
        Files.writeString(
                path(file + "-chain.pem"),
                Files.readString(path(file + ".pem"))
                        + (issuer.equals("sub") ? Files.readString(path("sub.pem")) : ""));
    }

    private void run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    X509Certificate certificate(String name) throws IOException {
        return chain(name).getFirst();
    }

    BigInteger serial(String name) throws IOException {
        return certificate(name).getSerialNumber();
    }

    List<X509Certificate> chain(String name) throws IOException {
        try (InputStream in = Files.newInputStream(path(name + "-chain.pem"))) {
            List<X509Certificate> chain = new ArrayList<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .forEach(c -> chain.add((X509Certificate) c));
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    PrivateKey key(String name) throws IOException {
        String pem = Files.readString(path(name + ".key"));
        byte[] der =
                Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
        try {
            String algorithm = newKey.get(1).startsWith("rsa") ? "RSA" : "EC";
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
