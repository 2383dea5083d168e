package io.flexaaa.e2e.lab;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Our gateway as a process of its own in its namespace. */
public final class GatewayProcess implements AutoCloseable {
    private final Netns netns;
    private final Path home;
    private Process process;

    private GatewayProcess(Netns netns, Path home, Process process) {
        this.netns = netns;
        this.home = home;
        this.process = process;
    }

    public static GatewayProcess start(Netns netns, Path home, String iosConfiguration) {
        try {
            Files.createDirectories(home.resolve("state"));
            Files.writeString(home.resolve("gateway.conf"), iosConfiguration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GatewayProcess gateway = new GatewayProcess(netns, home, launch(netns, home));
        gateway.awaitReady();
        return gateway;
    }

    private static Process launch(Netns netns, Path home) {
        List<String> command = new ArrayList<>(Repository.gatewayJvm());
        command.addAll(
                List.of(
                        "run",
                        "--config",
                        home.resolve("gateway.conf").toString(),
                        "--state",
                        home.resolve("state").toString(),
                        "--control",
                        home.resolve("control.sock").toString()));
        // exec, so that the pid we hold is the JVM's and SIGKILL reaches it.
        return Shell.start(home.resolve("gateway.log"), netns.exec(command.toArray(String[]::new)));
    }

    private void awaitReady() {
        Awaitility.await("the gateway")
                .atMost(40, TimeUnit.SECONDS)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the gateway ended:\n" + log());
                    }
                    return Files.exists(home.resolve("control.sock")) && exec("show clock").ok();
                });
    }

    /** An exec command over the control socket, as ./flexaaa show gives it. */
    public Shell.Result exec(String command) {
        List<String> all = new ArrayList<>(Repository.gatewayJvm());
        all.add(1, "-XX:TieredStopAtLevel=1");
        all.addAll(List.of("exec", "--control", home.resolve("control.sock").toString()));
        all.addAll(List.of(command.split(" ")));
        return Shell.attempt(20, all.toArray(String[]::new));
    }

    public String show(String what) {
        Shell.Result result = exec("show " + what);
        if (!result.ok()) throw new AssertionError("show " + what + ":\n" + result.output());
        return result.output();
    }

    public long pid() {
        return process.pid();
    }

    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public void startAgain() {
        try {
            Files.deleteIfExists(home.resolve("control.sock"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch(netns, home);
        awaitReady();
    }

    public String log() {
        try {
            Path log = home.resolve("gateway.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Shell.stop(process, 15);
    }
}
