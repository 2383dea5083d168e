package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSL's command line in a folder of its own: the judge of what our authority makes. */
public final class OpenSsl {
    private final Path folder;

    public OpenSsl(Path folder) {
        this.folder = folder;
    }

    /** What it printed, and how it ended. */
    public record Result(int exit, String output) {}

    public Path path(String file) {
        return folder.resolve(file);
    }

    public OpenSsl write(String file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public OpenSsl write(String file, byte[] octets) {
        try {
            Files.write(folder.resolve(file), octets);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One command line without quotes, as in {@code x509 -in leaf.pem -noout -text}. */
    public Result run(String arguments) {
        return run(arguments, null);
    }

    public Result run(String arguments, @Nullable String input) {
        // Missing? apt-get install openssl
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            try (var in = process.getOutputStream()) {
                if (input != null) in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** For preparations that must succeed. */
    public String must(String arguments) {
        Result result = run(arguments);
        if (result.exit() != 0) {
            throw new AssertionError("openssl " + arguments + "\n" + result.output());
        }
        return result.output();
    }
}
