package io.flexaaa.server.database.internal;

import io.flexaaa.server.database.DataFolder;

import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The PostgreSQL programs of this platform, unpacked once and again when the archive changes. */
final class PostgresArchive {

    private final String resource;

    PostgresArchive() {
        String arch = System.getProperty("os.arch", "");
        this.resource =
                switch (arch) {
                    case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
                    case "aarch64" -> "/postgres-linux-arm_64.txz";
                    default -> "/postgres-linux-" + arch + ".txz";
                };
    }

    /** The folder with bin/, lib/ and share/ below {@code dist}. */
    Path unpack(Path dist) throws IOException {
        String fingerprint = fingerprint();
        Path mark = dist.resolve("archive.sha256");
        if (Files.exists(mark) && Files.readString(mark).strip().equals(fingerprint)) return dist;
        delete(dist);
        DataFolder.ensurePrivate(dist);
        try (InputStream in = new XZInputStream(new BufferedInputStream(open(), 1 << 16))) {
            new TarReader(in, dist).unpack();
        }
        // Written last: an unpacking that was cut off is done again.
        Files.writeString(mark, fingerprint + "\n");
        return dist;
    }

    private InputStream open() throws IOException {
        InputStream in = PostgresArchive.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException(
                    "no PostgreSQL for this platform ("
                            + resource
                            + "); set flexaaa.database.url to one that runs elsewhere");
        }
        return in;
    }

    private String fingerprint() throws IOException {
        try (InputStream in = open()) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) sha.update(buffer, 0, n);
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        if (failure != null) throw failure;
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
