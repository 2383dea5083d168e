package io.flexaaa.gateway.ios.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected outputs as files a network engineer can read. {@code -Dgolden.write=true} writes them
 * anew; look at the difference before committing it.
 */
public final class Golden {
    private Golden() {}

    /** A resource beside {@code owner}. */
    public static String read(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no test resource " + name + " beside " + owner);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void check(Class<?> owner, String name, String actual) {
        if (Boolean.getBoolean("golden.write")) {
            write(owner, name, actual);
        }
        assertThat(actual).as(name).isEqualTo(read(owner, name));
    }

    private static void write(Class<?> owner, String name, String actual) {
        String folder = owner.getPackageName().replace('.', '/');
        for (String root : new String[] {"src/test/resources", "target/test-classes"}) {
            try {
                Path file = Path.of(root, folder, name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, actual);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
