package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that type 6 passwords of a configuration are sealed with. A router keeps its own in NVRAM
 * and its form is not public; ours comes from a file that is not kept beside the configuration, and
 * the sealed form (AES-256-GCM) says that it is ours.
 */
public final class MasterKey {
    /** What the text of our type 6 passwords begins with. */
    public static final String PREFIX = "fx6.";

    /** A passphrase is stretched, so that a stolen configuration is not guessed at in bulk. */
    private static final int ROUNDS = 210_000;

    private static final byte[] SALT =
            "FlexAAA gateway configuration".getBytes(StandardCharsets.UTF_8);
    private static final int LEAST_CHARACTERS = 8;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    private MasterKey(SecretKey key) {
        this.key = key;
    }

    /**
     * @throws IllegalArgumentException when the passphrase has fewer than 8 characters
     */
    public static MasterKey of(String passphrase) {
        String text = passphrase.strip();
        if (text.length() < LEAST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the master key has " + text.length() + " characters; give it 8 or more");
        }
        try {
            byte[] octets =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(new PBEKeySpec(text.toCharArray(), SALT, ROUNDS, 256))
                            .getEncoded();
            return new MasterKey(new SecretKeySpec(octets, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2", e);
        }
    }

    /** The text behind {@code 6}. Sealing twice gives two texts. */
    public String seal(String clear) {
        byte[] nonce = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] sealed = cipher.doFinal(clear.getBytes(StandardCharsets.UTF_8));
            byte[] all = new byte[NONCE_OCTETS + sealed.length];
            System.arraycopy(nonce, 0, all, 0, NONCE_OCTETS);
            System.arraycopy(sealed, 0, all, NONCE_OCTETS, sealed.length);
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Null when it was sealed with another key, or was changed. */
    public @Nullable String open(String sealed) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
            if (!sealed.startsWith(PREFIX) || all.length <= NONCE_OCTETS) {
                return null;
            }
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, all, 0, NONCE_OCTETS));
            byte[] clear = cipher.doFinal(all, NONCE_OCTETS, all.length - NONCE_OCTETS);
            return new String(clear, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "MasterKey";
    }
}
