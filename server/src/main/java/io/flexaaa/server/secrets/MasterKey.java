package io.flexaaa.server.secrets;

import io.flexaaa.protocol.wire.Secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * The key over every secret column: 256 random bits in a file of mode 600, never in the database.
 */
public final class MasterKey {

    private static final int OCTETS = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final Secret key;
    private final int id;

    public MasterKey(Secret key) {
        if (key.length() != OCTETS) {
            throw new IllegalArgumentException(
                    "master key has " + key.length() + " octets, needs " + OCTETS);
        }
        this.key = key;
        this.id = idOf(key);
    }

    /** Reads the key file, or makes it on the first run. Refuses a file that others can read. */
    public static MasterKey readOrCreate(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) create(file, random);
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
            String text = Files.readString(file).strip();
            return new MasterKey(Secret.wrap(HexFormat.of().parseHex(text)));
        } catch (IOException e) {
            throw new UncheckedIOException("master key " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "master key " + file + " is not 64 hexadecimal digits; restore it from backup",
                    e);
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] fresh = new byte[OCTETS];
        random.nextBytes(fresh);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        try (var out =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            out.write(
                    java.nio.ByteBuffer.wrap(
                            (HexFormat.of().formatHex(fresh) + "\n")
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            // Another instance on the same folder was first; its key is the key.
            return;
        } finally {
            Arrays.fill(fresh, (byte) 0);
        }
    }

    /** Which key sealed a value: the first four octets of its SHA-256. */
    int id() {
        return id;
    }

    byte[] octets() {
        return key.reveal();
    }

    private static int idOf(Secret key) {
        byte[] octets = key.reveal();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return java.nio.ByteBuffer.wrap(hash).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
