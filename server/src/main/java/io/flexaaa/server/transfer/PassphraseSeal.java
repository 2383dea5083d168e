package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the secrets of one export under a passphrase: Argon2id (RFC 9106, its second recommended
 * choice: 64 MiB, 3 passes), then AES-256-GCM, each bound to the place it belongs to.
 */
final class PassphraseSeal {
    static final int SALT = 16;
    static final int SHORTEST = 12;
    private static final String MARK = "sealed:";
    private static final int NONCE = 12;
    private static final int MEBIBYTES = 64;
    private static final int PASSES = 3;
    private final SecretKeySpec key;
    private final SecureRandom random;

    PassphraseSeal(String passphrase, byte[] salt, SecureRandom random) {
        if (passphrase.length() < SHORTEST)
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "passphrase",
                                    "",
                                    "is shorter than " + SHORTEST + " characters",
                                    "whoever has the file can try passphrases at leisure: use"
                                            + " five random words")));
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withSalt(salt)
                        .withMemoryAsKB(MEBIBYTES << 10)
                        .withIterations(PASSES)
                        .withParallelism(1)
                        .build());
        byte[] octets = new byte[32];
        generator.generateBytes(passphrase.toCharArray(), octets);
        this.key = new SecretKeySpec(octets, "AES");
        this.random = random;
        Arrays.fill(octets, (byte) 0);
    }

    String seal(String clear, String place) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] sealed = cipher.doFinal(clear.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE, sealed.length);
            return MARK + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is part of every JDK", e);
        }
    }

    String open(String text, String place) {
        try {
            byte[] all = Base64.getDecoder().decode(text.substring(MARK.length()));
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE), place);
            return new String(
                    cipher.doFinal(all, NONCE, all.length - NONCE), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    place,
                                    "",
                                    "does not open with this passphrase",
                                    "give the passphrase of the export; a secret that was moved to"
                                            + " another object does not open either")));
        }
    }

    static boolean sealed(String text) {
        return text.startsWith(MARK);
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
