package io.flexaaa.server.instances;

import io.flexaaa.server.database.TestDatabase;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in a process of its own, and REST to it. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern PASSWORD = Pattern.compile("shown only now, password: (\\S+)");
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int httpPort;
    final int authPort;
    final int acctPort;
    private String cookies = "";
    private String csrf = "";

    private ServerProcess(Process process, Path log, int httpPort, int authPort, int acctPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
        this.authPort = authPort;
        this.acctPort = acctPort;
    }

    static ServerProcess start(Path data, Path masterKey, TestDatabase.Fresh database)
            throws IOException {
        int http;
        int auth;
        int acct;
        try (ServerSocket a = new ServerSocket(0);
                DatagramSocket b = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket c = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            http = a.getLocalPort();
            auth = b.getLocalPort();
            acct = c.getLocalPort();
        }
        Path log = Path.of(data + ".log");
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx300m",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        classPath,
                                        "io.flexaaa.server.FlexAaaServer",
                                        "--flexaaa.data=" + data,
                                        "--flexaaa.master-key=" + masterKey,
                                        "--flexaaa.database.url=" + database.url(),
                                        "--flexaaa.database.username=" + database.username(),
                                        "--flexaaa.database.password=" + database.password(),
                                        "--flexaaa.http.port=" + http,
                                        "--flexaaa.radius.address=127.0.0.1",
                                        "--flexaaa.radius.auth-ports=" + auth,
                                        "--flexaaa.radius.acct-ports=" + acct))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        !process.isAlive()
                                || Files.readString(log).contains("Started FlexAaaServer"));
        if (!process.isAlive()) throw new IllegalStateException(Files.readString(log));
        return new ServerProcess(process, log, http, auth, acct);
    }

    /** What the first server on an empty database prints once; null on the others. */
    @Nullable String adminPassword() throws IOException {
        Matcher m = PASSWORD.matcher(Files.readString(log));
        return m.find() ? m.group(1) : null;
    }

    void signIn(String password) throws IOException, InterruptedException {
        cookies = "";
        csrf = "";
        HttpResponse<String> answer =
                send(
                        "POST",
                        "/api/v1/session",
                        "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
        if (answer.statusCode() != 200) throw new IllegalStateException(answer.body());
        List<String> set =
                answer.headers().allValues("Set-Cookie").stream()
                        .map(c -> c.split(";", 2)[0])
                        .filter(c -> !c.endsWith("="))
                        .toList();
        cookies = set.stream().collect(Collectors.joining("; "));
        csrf =
                set.stream()
                        .filter(c -> c.startsWith("XSRF-TOKEN="))
                        .map(c -> c.substring("XSRF-TOKEN=".length()))
                        .reduce("", (a, b) -> b);
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        if (!cookies.isEmpty()) request.header("Cookie", cookies).header("X-XSRF-TOKEN", csrf);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The value of a metric without labels. */
    double metric(String name) throws IOException, InterruptedException {
        String all =
                http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + httpPort
                                                                + "/actuator/prometheus"))
                                        .header("Cookie", cookies)
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
        Matcher m = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(all);
        if (!m.find()) throw new IllegalStateException(name + " is not in " + all);
        return Double.parseDouble(m.group(1));
    }

    /** As kill -9 does: no time to write anything. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
