package io.flexaaa.server.secrets;

import io.flexaaa.protocol.wire.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for the database with AES-256-GCM. The additional data is table, row and column, so
 * a sealed value that somebody copies to another row does not open there.
 *
 * <pre>format (1) | key id (4) | nonce (12) | ciphertext | tag (16)</pre>
 */
public final class SecretBox {

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int HEADER = 1 + 4 + NONCE;
    private static final int TAG_BITS = 128;

    private final KeyRing ring;
    private final SecureRandom random;

    public SecretBox(KeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
    }

    public SecretBox(MasterKey only, SecureRandom random) {
        this(new KeyRing(only), random);
    }

    /**
     * Where a secret lives. Table and column as they are in the database, the column named {@code
     * *_sealed} and of type bytea, the row known by its bigint primary key: then {@link
     * KeyRotation} finds it.
     */
    public record Place(String table, long rowId, String column) {
        byte[] aad() {
            return (table + '/' + rowId + '/' + column).getBytes(StandardCharsets.UTF_8);
        }
    }

    public byte[] seal(Secret plain, Place place) {
        MasterKey master = ring.sealing();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] clear = plain.reveal();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, master, nonce, place).doFinal(clear);
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(FORMAT)
                    .putInt(master.id())
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    public Secret open(byte[] sealed, Place place) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        if (sealed.length < HEADER + TAG_BITS / 8 || in.get() != FORMAT) {
            throw new UnsealException(place, "is not in the format this server writes");
        }
        int id = in.getInt();
        MasterKey master = ring.byId(id);
        if (master == null) {
            throw new UnsealException(
                    place,
                    "was sealed with another master key ("
                            + MasterKey.text(id)
                            + "); start with the key file it came with");
        }
        byte[] nonce = new byte[NONCE];
        in.get(nonce);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, master, nonce, place);
            return Secret.wrap(cipher.doFinal(sealed, HEADER, sealed.length - HEADER));
        } catch (GeneralSecurityException e) {
            throw new UnsealException(place, "does not open: changed or moved from another row");
        }
    }

    private Cipher cipher(int mode, MasterKey master, byte[] nonce, Place place)
            throws GeneralSecurityException {
        byte[] key = master.octets();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce),
                    random);
            cipher.updateAAD(place.aad());
            return cipher;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** A secret column that cannot be read; the message names the row, never the content. */
    public static final class UnsealException extends RuntimeException {
        UnsealException(Place place, String why) {
            super(place.table() + " row " + place.rowId() + " " + place.column() + " " + why);
        }
    }
}
