package io.flexaaa.e2e.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands and keeps what they print. */
public final class Shell {
    /** How a command ended. */
    public record Result(int exit, String output) {
        public boolean ok() {
            return exit == 0;
        }
    }

    private Shell() {}

    /** Runs to the end; an exit code other than 0 fails the test with what was printed. */
    public static String run(String... command) {
        Result result = attempt(60, command);
        if (!result.ok()) {
            throw new AssertionError(
                    String.join(" ", command)
                            + " ended with "
                            + result.exit()
                            + ":\n"
                            + result.output());
        }
        return result.output();
    }

    /** A line for sh -c. */
    public static String sh(String line) {
        return run("sh", "-c", line);
    }

    public static Result attempt(int seconds, String... command) {
        Path output = null;
        try {
            output = Files.createTempFile("flexaaa-e2e", ".out");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.waitFor();
                return new Result(
                        124, Files.readString(output) + "\n(ended after " + seconds + " s)");
            }
            byte[] all = Files.readAllBytes(output);
            return new Result(process.exitValue(), new String(all, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
        } finally {
            delete(output);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        if (file == null) return;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a process whose output goes to a file. */
    public static Process start(Path log, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }

    /** Ends a process we started, gently and then not. */
    public static void stop(Process process, int seconds) {
        try {
            process.destroy();
            if (process.waitFor(seconds, TimeUnit.SECONDS)) return;
            process.destroyForcibly();
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
