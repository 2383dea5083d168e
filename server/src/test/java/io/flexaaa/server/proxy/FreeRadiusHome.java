package io.flexaaa.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real home server: FreeRADIUS (Debian package freeradius), its debug output kept. */
final class FreeRadiusHome implements AutoCloseable {
    static final String SECRET = "home-secret-9";
    private static final Path FREERADIUS = Path.of("/usr/sbin/freeradius");
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Process process;
    private final int authPort = freePort();
    private final int acctPort = freePort();

    FreeRadiusHome(String name, Path folder) throws IOException {
        assertThat(Files.isExecutable(FREERADIUS))
                .as("FreeRADIUS at %s; e2e/peers.sh install brings it", FREERADIUS)
                .isTrue();
        try (InputStream in = getClass().getResourceAsStream("/freeradius/home.conf")) {
            String conf =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve("radiusd.conf"),
                    conf.replace("@PORT@", String.valueOf(authPort))
                            .replace("@ACCT@", String.valueOf(acctPort))
                            .replace("@NAME@", name)
                            .replace("@DIR@", folder.toString()));
        }
        process =
                new ProcessBuilder(
                                FREERADIUS.toString(),
                                "-d",
                                folder.toString(),
                                "-n",
                                "radiusd",
                                "-D",
                                "/usr/share/freeradius",
                                "-X")
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("Ready to process requests")) {
            output.add(line);
            line = out.readLine();
        }
        assertThat(line).as(String.join("\n", output)).isNotNull();
        Thread.ofVirtual().start(() -> keep(out));
    }

    private void keep(BufferedReader out) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                output.add(line);
            }
        } catch (IOException e) {
            // It was ended.
            output.add("ended: " + e.getMessage());
        }
    }

    int authPort() {
        return authPort;
    }

    int acctPort() {
        return acctPort;
    }

    long received(String code) {
        return output.stream().filter(l -> l.contains("Received " + code + " ")).count();
    }

    List<String> output() {
        return output;
    }

    @Override
    public void close() {
        kill();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    static int freePort() {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
