package io.flexaaa.server.secrets;

import io.flexaaa.protocol.wire.Secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where master keys come from: lines (or words) of 64 hexadecimal digits, the first of them the one
 * that seals. The others only open what they sealed before.
 */
public sealed interface KeySource permits KeyFile, KeySource.Environment, KeySource.Command {

    /** The keys as they are now, the sealing one first. */
    List<MasterKey> read();

    /** The place in words; never a key. */
    String description();

    /**
     * @param setting empty for {@code standard}, a path, {@code file:}path, {@code env:}NAME or
     *     {@code command:}shell command
     */
    static KeySource of(String setting, Path standard, java.security.SecureRandom random) {
        String text = setting.strip();
        if (text.isEmpty()) return new KeyFile(standard, random);
        if (text.startsWith("env:")) return new Environment(text.substring(4));
        if (text.startsWith("command:")) return new Command(text.substring(8));
        return new KeyFile(Path.of(text.startsWith("file:") ? text.substring(5) : text), random);
    }

    static List<MasterKey> parse(String text, String from) {
        List<MasterKey> keys = new ArrayList<>();
        for (String word : text.strip().split("[\\s,]+")) {
            try {
                keys.add(new MasterKey(Secret.wrap(HexFormat.of().parseHex(word))));
            } catch (IllegalArgumentException e) {
                // Without the cause: its message repeats digits of the key.
                throw new IllegalStateException(
                        "master key "
                                + from
                                + ": word "
                                + (keys.size() + 1)
                                + " is not 64 hexadecimal digits; restore it from backup");
            }
        }
        return List.copyOf(keys);
    }

    /** An environment variable. */
    record Environment(String name) implements KeySource {
        @Override
        public List<MasterKey> read() {
            String value = System.getenv(name);
            if (value == null || value.isBlank())
                throw new IllegalStateException(
                        "flexaaa.master-key names the environment variable "
                                + name
                                + ", which is not set; set it to 64 hexadecimal digits");
            return parse(value, description());
        }

        @Override
        public String description() {
            return "environment variable " + name;
        }
    }

    /** What a command prints, such as the client of a vault. */
    record Command(String line) implements KeySource {
        private static final int SECONDS = 30;

        @Override
        public List<MasterKey> read() {
            try {
                Process process =
                        new ProcessBuilder("/bin/sh", "-c", line)
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start();
                process.getOutputStream().close();
                // Far more than any number of keys, far less than memory.
                byte[] out = process.getInputStream().readNBytes(64 << 10);
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            "master key command took longer than " + SECONDS + " s");
                }
                if (process.exitValue() != 0)
                    throw new IllegalStateException(
                            "master key command ended with status "
                                    + process.exitValue()
                                    + "; its own words are on standard error");
                return parse(new String(out, StandardCharsets.US_ASCII), description());
            } catch (IOException e) {
                throw new IllegalStateException("master key command could not run", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the master key command ran", e);
            }
        }

        @Override
        public String description() {
            return "command";
        }
    }
}
