package io.flexaaa.server.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * FreeRADIUS (Debian package freeradius) on a free port of 127.0.0.1, ready when made. Its log is
 * read to the end, or it would block on a full pipe; that a stopped process closes the pipe is the
 * end of the log, not an error.
 */
public final class FreeRadius implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/freeradius");

    private final Process process;
    private final int port;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private FreeRadius(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it with a configuration from the test resources' folder {@code freeradius}.
     *
     * @param conf its name; {@code @PORT@} and {@code @DIR@} are filled in
     */
    public static FreeRadius start(Path folder, String conf) throws IOException {
        try (InputStream in = FreeRadius.class.getResourceAsStream("/freeradius/" + conf)) {
            return startWith(
                    folder,
                    new String(
                            Objects.requireNonNull(in, conf).readAllBytes(),
                            StandardCharsets.UTF_8));
        }
    }

    /** Starts it with this configuration. */
    public static FreeRadius startWith(Path folder, String conf) throws IOException {
        assertThat(Files.isExecutable(PROGRAM))
                .as("FreeRADIUS at %s; e2e/peers.sh install brings it", PROGRAM)
                .isTrue();
        int port = freePort();
        Files.writeString(
                folder.resolve("radiusd.conf"),
                conf.replace("@PORT@", String.valueOf(port)).replace("@DIR@", folder.toString()));
        Process process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "-d",
                                folder.toString(),
                                "-n",
                                "radiusd",
                                "-D",
                                "/usr/share/freeradius",
                                "-X")
                        .redirectErrorStream(true)
                        .start();
        FreeRadius server = new FreeRadius(process, port);
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("Ready to process requests")) {
            server.said.add(line);
            line = out.readLine();
        }
        assertThat(line).as(String.join(" / ", server.said)).isNotNull();
        server.said.clear();
        Thread.ofVirtual().start(() -> server.drain(out));
        return server;
    }

    public static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** What it has logged since it was ready. */
    public List<String> said() {
        return List.copyOf(said);
    }

    private void drain(BufferedReader out) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) said.add(line);
        } catch (IOException e) {
            // Stopped: what it said until then is there.
            said.add("(log ended: " + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
