package io.flexaaa.gateway.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.linux.NetworkNamespace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A network namespace of a test, and a thread that lives in it. */
final class Namespace {
    private final String name;
    private final ExecutorService inside = Executors.newSingleThreadExecutor();

    Namespace(String name) throws Exception {
        this.name = name;
        run("ip", "netns", "add", name);
        run("ip", "-n", name, "link", "set", "lo", "up");
        in(() -> {
            NetworkNamespace.enter(name);
            return 0;
        });
    }

    String name() {
        return name;
    }

    /** Runs on the thread inside; threads it starts and sockets it opens are inside, too. */
    <T> T in(Callable<T> task) throws Exception {
        try {
            return inside.submit(task).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Runs a program inside and returns what it printed; fails on a non-zero exit. */
    String exec(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return run(all.toArray(String[]::new));
    }

    Process start(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }

    static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + out).isZero();
        return out;
    }

    void close() throws Exception {
        inside.shutdown();
        run("ip", "netns", "del", name);
    }
}
