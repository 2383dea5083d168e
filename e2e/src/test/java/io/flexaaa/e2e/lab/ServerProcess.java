package io.flexaaa.e2e.lab;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our AAA server as a process of its own, on a data directory of its own. */
public final class ServerProcess implements AutoCloseable {
    public static final int AUTH_PORT = 11812;
    public static final int ACCT_PORT = 11813;
    public static final int HTTP_PORT = 18080;
    private static final Pattern PASSWORD =
            Pattern.compile("admin.*password.*: *([A-Za-z0-9_-]{12,})", Pattern.CASE_INSENSITIVE);

    private final Path data;
    private final Path log;
    private Process process;
    private final String adminPassword;

    private ServerProcess(Path data, Path log, Process process, String adminPassword) {
        this.data = data;
        this.log = log;
        this.process = process;
        this.adminPassword = adminPassword;
    }

    /** A first run on an empty directory: the administrator's password is printed once. */
    public static ServerProcess firstRun(Path home) {
        Path data = home.resolve("data");
        Path log = home.resolve("server.log");
        Process process = launch(data, log);
        awaitReady(data, process, log);
        Matcher matcher = PASSWORD.matcher(read(log));
        if (!matcher.find()) {
            throw new AssertionError("no administrator password was printed:\n" + read(log));
        }
        return new ServerProcess(data, log, process, matcher.group(1));
    }

    private static Process launch(Path data, Path log) {
        try {
            Files.createDirectories(data);
            Files.deleteIfExists(data.resolve("server.ready"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Shell.start(
                log,
                List.of(
                        Repository.java(),
                        "-Xmx768m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        Repository.serverClassPath(),
                        "io.flexaaa.server.FlexAaaServer",
                        "--data",
                        data.toString(),
                        "--ready-file=" + data.resolve("server.ready"),
                        "--flexaaa.http.port=" + HTTP_PORT,
                        // And the ports of old, which the brief's configurations name.
                        "--flexaaa.radius.auth-ports=" + AUTH_PORT + ",1645",
                        "--flexaaa.radius.acct-ports=" + ACCT_PORT + ",1646"));
    }

    private static void awaitReady(Path data, Process process, Path log) {
        Awaitility.await("the server")
                .atMost(120, TimeUnit.SECONDS)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the server ended:\n" + read(log));
                    }
                    return Files.exists(data.resolve("server.ready"));
                });
    }

    public Rest rest() {
        URI base = URI.create("http://127.0.0.1:" + HTTP_PORT);
        return new Rest(base).signIn("admin", adminPassword);
    }

    public Path data() {
        return data;
    }

    public String adminPassword() {
        return adminPassword;
    }

    /** SIGKILL: no goodbye. Its database goes down with it. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it as an operator would. */
    public void stop() {
        Shell.stop(process, 20);
    }

    public void startAgain() {
        process = launch(data, log);
        awaitReady(data, process, log);
    }

    public String log() {
        return read(log);
    }

    @Override
    public void close() {
        Shell.stop(process, 20);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
