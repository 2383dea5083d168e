package io.flexaaa.server.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** A key file of mode 600. The only source the server itself can change. */
public final class KeyFile implements KeySource {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private final Path file;
    private final SecureRandom random;

    KeyFile(Path file, SecureRandom random) {
        this.file = file.toAbsolutePath();
        this.random = random;
    }

    /** Makes the file on the first run. Refuses one that others can read. */
    @Override
    public List<MasterKey> read() {
        try {
            if (!Files.exists(file)) create();
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(mode)) {
                throw new IllegalStateException(
                        "master key "
                                + file
                                + " has mode "
                                + PosixFilePermissions.toString(mode)
                                + ": others can read every PSK; run chmod 600 "
                                + file);
            }
            return KeySource.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("master key " + file, e);
        }
    }

    @Override
    public String description() {
        return "file " + file;
    }

    /** Puts a new key before the others: it seals from now on. */
    void prepend(MasterKey key) {
        List<MasterKey> keys = new ArrayList<>(read());
        keys.addFirst(key);
        replace(keys);
    }

    void remove(int id) {
        List<MasterKey> keys = new ArrayList<>(read());
        keys.removeIf(k -> k.id() == id);
        replace(keys);
    }

    private void create() throws IOException {
        Path parent = file.getParent();
        if (parent != null) Files.createDirectories(parent);
        try (FileChannel out =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PRIVATE)) {
            write(out, List.of(MasterKey.fresh(random)));
        } catch (FileAlreadyExistsException e) {
            // Another instance on the same folder was first; its key is the key.
            return;
        }
    }

    /** By a rename: a crash leaves the old file or the new one, never half a key. */
    private void replace(List<MasterKey> keys) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (FileChannel out =
                    FileChannel.open(
                            fresh,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PRIVATE)) {
                write(out, keys);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Path folder = file.getParent();
            // The rename itself must be on the disk before a row is sealed with the new key.
            if (folder != null)
                try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
                    entry.force(true);
                }
        } catch (IOException e) {
            throw new UncheckedIOException("master key " + file + " cannot be written", e);
        }
    }

    private static void write(FileChannel out, List<MasterKey> keys) throws IOException {
        for (MasterKey key : keys) {
            byte[] octets = key.octets();
            byte[] line =
                    (HexFormat.of().formatHex(octets) + "\n").getBytes(StandardCharsets.US_ASCII);
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) out.write(buffer);
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
        out.force(true);
    }
}
