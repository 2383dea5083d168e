package io.flexaaa.server.database.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Unpacks a tar stream (POSIX ustar with GNU long names) below one folder, and nowhere else. */
final class TarReader {

    private static final int BLOCK = 512;
    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PLAIN =
            PosixFilePermissions.fromString("rw-------");

    private final InputStream in;
    private final Path target;

    TarReader(InputStream in, Path target) {
        this.in = in;
        this.target = target.toAbsolutePath().normalize();
    }

    void unpack() throws IOException {
        byte[] header = new byte[BLOCK];
        String longName = "";
        while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            long size = octal(header, 124, 12);
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            switch (header[156]) {
                case 'L' -> longName = text(content(size), 0, Math.toIntExact(size));
                case '5' -> Files.createDirectories(inside(name));
                case '2' -> link(inside(name), text(header, 157, 100));
                case 0, '0' -> file(inside(name), size, (octal(header, 100, 8) & 0100) != 0);
                // Extended headers of dates and owners, which we do not keep.
                default -> content(size);
            }
        }
    }

    private void file(Path file, long size, boolean program) throws IOException {
        Files.createDirectories(parent(file));
        Files.deleteIfExists(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            for (long left = size; left > 0; ) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) throw new EOFException("archive ends within " + file);
                out.write(buffer, 0, n);
                left -= n;
            }
        }
        skipPadding(size);
        Files.setPosixFilePermissions(file, program ? PROGRAM : PLAIN);
    }

    private void link(Path link, String to) throws IOException {
        if (!parent(link).resolve(to).normalize().startsWith(target)) {
            throw new IOException("archive links out of its folder: " + link + " to " + to);
        }
        Files.createDirectories(parent(link));
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(to));
    }

    private byte[] content(long size) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(size));
        if (bytes.length < size) throw new EOFException("archive ends within an entry");
        skipPadding(size);
        return bytes;
    }

    private void skipPadding(long size) throws IOException {
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private Path inside(String name) throws IOException {
        Path path = target.resolve(name).normalize();
        if (!path.startsWith(target)) throw new IOException("archive leaves its folder: " + name);
        return path;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static String name(byte[] header) {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) end++;
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
    }

    private static long octal(byte[] bytes, int from, int length) {
        String digits = text(bytes, from, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
}
