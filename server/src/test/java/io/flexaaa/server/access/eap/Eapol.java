package io.flexaaa.server.access.eap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of wpa_supplicant's eapol_test (Debian package eapoltest), a peer that is not ours. */
final class Eapol {

    private static final Path PROGRAM = Path.of("/usr/bin/eapol_test");

    private final Path folder;
    private final int port;
    private final String secret;
    private final List<String> lines = new ArrayList<>();
    private boolean keys = true;
    private int seconds = 15;
    private String address = "127.0.0.1";
    private final Map<String, String> environment = new HashMap<>();

    Eapol(Path folder, int port, String secret) {
        assertThat(Files.isExecutable(PROGRAM))
                .as("%s; e2e/peers.sh install brings it", PROGRAM)
                .isTrue();
        this.folder = folder;
        this.port = port;
        this.secret = secret;
    }

    /** A line of the network block, as wpa_supplicant.conf has it. */
    Eapol with(String line) {
        lines.add(line);
        return this;
    }

    Eapol tls(String version, String more) {
        String off12 = version.equals("1.2") ? "0" : "1";
        String off13 = version.equals("1.3") ? "0" : "1";
        return with(
                "phase1=\"tls_disable_tlsv1_0=1 tls_disable_tlsv1_1=1 tls_disable_tlsv1_2="
                        + off12
                        + " tls_disable_tlsv1_3="
                        + off13
                        + more
                        + "\"");
    }

    /** The address the NAS has. */
    Eapol from(String value) {
        address = value;
        return this;
    }

    /** As strongSwan 5.9: no extended master secret (RFC 7627) in its TLS 1.2. */
    Eapol withoutExtendedMasterSecret() throws IOException {
        Path openssl = Files.createTempFile(folder, "openssl", ".cnf");
        Files.writeString(
                openssl,
                """
                openssl_conf = all
                [all]
                ssl_conf = ssl
                [ssl]
                system_default = tls
                [tls]
                Options = -ExtendedMasterSecret
                """);
        environment.put("OPENSSL_CONF", openssl.toString());
        return this;
    }

    /** The method makes no keys, and none may come. */
    Eapol withoutKeys() {
        keys = false;
        return this;
    }

    Eapol timeout(int value) {
        seconds = value;
        return this;
    }

    /**
     * @param succeeded it saw EAP-Success, and its own keys equal those in the Access-Accept
     */
    record Outcome(boolean succeeded, String output) {}

    Outcome run() throws IOException {
        Path config = Files.createTempFile(folder, "eapol", ".conf");
        Files.writeString(
                config,
                "network={\n key_mgmt=IEEE8021X\n eapol_flags=0\n "
                        + String.join("\n ", lines)
                        + "\n}\n");
        List<String> command =
                new ArrayList<>(
                        Arrays.asList(
                                PROGRAM.toString(),
                                "-c",
                                config.toString(),
                                "-a",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(port),
                                "-s",
                                secret,
                                "-A",
                                address,
                                "-r",
                                "0",
                                "-t",
                                String.valueOf(seconds)));
        if (!keys) command.add("-n");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int exit = process.waitFor();
            return new Outcome(exit == 0 && output.strip().endsWith("SUCCESS"), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
