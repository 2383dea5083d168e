package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a configuration's text comes from: the files that {@code linux include} lines name, and the
 * master key of its type 6 passwords.
 *
 * @param masterKey null when none was given: type 6 passwords cannot be opened
 * @param includes {@code linux include} may read files; a text that came over a wire may not
 */
public record ConfigFiles(@Nullable MasterKey masterKey, boolean includes) {
    /** A text that stands alone. */
    public static final ConfigFiles NONE = new ConfigFiles(null, false);

    /** One included file. */
    record Source(String name, String text) {}

    /** A configuration is text that someone wrote, not a data set. */
    private static final long MOST_OCTETS = 16 << 20;

    /** Reads a configuration file and what it includes. */
    public Parsed parse(Path file) throws IOException {
        return ConfigParser.parse(read(file), file.toString(), this);
    }

    private static String read(Path file) throws IOException {
        long octets = Files.size(file);
        if (octets > MOST_OCTETS) {
            throw new IOException(
                    file + " has " + octets + " octets; a configuration has at most 16 MiB");
        }
        return Files.readString(file);
    }

    /**
     * The files a line names, in the order of their names.
     *
     * @param pattern a path, or one with {@code *} in its last part; relative to the including file
     */
    List<Source> included(String fromFile, String pattern) throws IOException {
        Path base = Path.of(fromFile).toAbsolutePath().getParent();
        Path named = base == null ? Path.of(pattern) : base.resolve(pattern);
        List<Path> files = new ArrayList<>();
        Path folder = named.getParent();
        if (pattern.indexOf('*') >= 0 && folder != null) {
            String last = String.valueOf(named.getFileName());
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, last)) {
                found.forEach(files::add);
            }
            files.sort(null);
        } else {
            files.add(named);
        }
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(new Source(file.normalize().toString(), read(file)));
        }
        return sources;
    }
}
