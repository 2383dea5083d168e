package io.flexaaa.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority made with openssl, so that none of our code judges its own work. */
public final class Certificates {
    /** Kinds of key, as arguments of {@code openssl genpkey}. */
    public enum Key {
        RSA("RSA", "-pkeyopt", "rsa_keygen_bits:2048"),
        P256("EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
        P384("EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
        ED25519("ED25519");

        private final List<String> arguments;

        Key(String... arguments) {
            this.arguments = List.of(arguments);
        }
    }

    /** A certificate with its key, both PEM. */
    public record Issued(String name, Path certificate, Path key) {}

    private final Path home;
    private final Path certificate;
    private final Path key;

    private Certificates(Path home, String name) {
        this.home = home;
        this.certificate = home.resolve("ca.pem");
        this.key = home.resolve("ca.key");
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("index.txt"), "");
            Files.writeString(home.resolve("crlnumber"), "01\n");
            Files.writeString(home.resolve("ca.cnf"), caConf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        generate(Key.P256, key);
        openssl(
                "req",
                "-x509",
                "-new",
                "-key",
                key.toString(),
                "-subj",
                "/O=Lab/CN=" + name,
                "-days",
                "30",
                "-addext",
                "basicConstraints=critical,CA:TRUE",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign",
                "-out",
                certificate.toString());
        publishCrl();
    }

    public static Certificates authority(Path home, String name) {
        return new Certificates(home, name);
    }

    private String caConf() {
        return """
        [ca]
        default_ca = lab
        [lab]
        database = %1$s/index.txt
        crlnumber = %1$s/crlnumber
        default_md = sha256
        default_crl_days = 30
        certificate = %1$s/ca.pem
        private_key = %1$s/ca.key
        """
                .formatted(home);
    }

    /**
     * @param subjectAltName as in openssl's configuration, such as {@code DNS:br1.lab.example}
     */
    public Issued issue(String name, Key kind, String subjectAltName, String... more) {
        return make("/O=Lab/CN=" + name, name, kind, subjectAltName, more);
    }

    /** In an organization unit. */
    public Issued issueIn(String unit, String name, Key kind, String subjectAltName) {
        return make("/O=Lab/OU=" + unit + "/CN=" + name, name, kind, subjectAltName);
    }

    private Issued make(
            String subject, String name, Key kind, String subjectAltName, String... more) {
        Path issued = home.resolve(name + ".pem");
        Path own = home.resolve(name + ".key");
        Path request = home.resolve(name + ".csr");
        Path extensions = home.resolve(name + ".ext");
        generate(kind, own);
        try {
            Files.writeString(
                    extensions,
                    "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nsubjectAltName="
                            + subjectAltName
                            + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req",
                "-new",
                "-key",
                own.toString(),
                "-subj",
                subject,
                "-out",
                request.toString());
        List<String> sign =
                new ArrayList<>(
                        List.of(
                                "x509",
                                "-req",
                                "-in",
                                request.toString(),
                                "-CA",
                                certificate.toString(),
                                "-CAkey",
                                key.toString(),
                                "-extfile",
                                extensions.toString(),
                                "-out",
                                issued.toString()));
        sign.addAll(more.length == 0 ? List.of("-days", "10") : List.of(more));
        openssl(sign.toArray(String[]::new));
        return new Issued(name, issued, own);
    }

    /** Into the index that a responder answers from; what was issued alone is unknown to it. */
    public void record(Issued issued) {
        openssl(
                "ca",
                "-config",
                home.resolve("ca.cnf").toString(),
                "-valid",
                issued.certificate().toString());
    }

    /** An OCSP responder over what is recorded and revoked by now; the caller ends it. */
    public Process responder(int port) {
        return Shell.start(
                home.resolve("ocsp.log"),
                List.of(
                        "openssl",
                        "ocsp",
                        "-index",
                        home.resolve("index.txt").toString(),
                        "-port",
                        String.valueOf(port),
                        "-rsigner",
                        certificate.toString(),
                        "-rkey",
                        key.toString(),
                        "-CA",
                        certificate.toString()));
    }

    public void revoke(Issued issued) {
        openssl(
                "ca",
                "-config",
                home.resolve("ca.cnf").toString(),
                "-revoke",
                issued.certificate().toString());
        publishCrl();
    }

    private void publishCrl() {
        openssl(
                "ca",
                "-config",
                home.resolve("ca.cnf").toString(),
                "-gencrl",
                "-out",
                crl().toString());
    }

    public Path certificate() {
        return certificate;
    }

    public Path crl() {
        return home.resolve("ca.crl");
    }

    private static void generate(Key kind, Path to) {
        List<String> arguments = new ArrayList<>(List.of("genpkey", "-algorithm"));
        arguments.addAll(kind.arguments);
        arguments.addAll(List.of("-out", to.toString()));
        openssl(arguments.toArray(String[]::new));
    }

    private static void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Shell.run(command.toArray(String[]::new));
    }
}
