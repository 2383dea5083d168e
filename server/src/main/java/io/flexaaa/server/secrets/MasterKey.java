package io.flexaaa.server.secrets;

import io.flexaaa.protocol.wire.Secret;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** A key over secret columns: 256 random bits, never in the database. */
public final class MasterKey {

    private static final int OCTETS = 32;

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

    static MasterKey fresh(SecureRandom random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        return new MasterKey(Secret.wrap(octets));
    }

    /** Which key sealed a value: the first four octets of its SHA-256. */
    int id() {
        return id;
    }

    /** The id as operators see it. */
    String idText() {
        return text(id);
    }

    static String text(int id) {
        return HexFormat.of().toHexDigits(id);
    }

    byte[] octets() {
        return key.reveal();
    }

    private static int idOf(Secret key) {
        byte[] octets = key.reveal();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return ByteBuffer.wrap(hash).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
