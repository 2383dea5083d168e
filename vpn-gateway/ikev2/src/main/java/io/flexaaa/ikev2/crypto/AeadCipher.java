package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM (RFC 5282) and ChaCha20-Poly1305 (RFC 7634): nonce = 4 octets of salt, then the 8-octet
 * IV.
 */
final class AeadCipher extends IkeCipher {
    private static final int NONCE_OCTETS = 12;
    private static final int FULL_TAG_OCTETS = 16;

    /** The JDK's GCM takes tags of 12 to 16 octets. */
    private static final int MIN_JDK_TAG_OCTETS = 12;

    private final EncryptionAlgorithm algorithm;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final boolean gcm;

    /** RFC 5282 §4: the IV must never repeat under one key; a counter cannot. */
    private long nextIv;

    AeadCipher(EncryptionAlgorithm algorithm, Secret keyAndSalt) {
        this.algorithm = algorithm;
        this.gcm = algorithm != EncryptionAlgorithm.CHACHA20_POLY1305;
        byte[] material = keyAndSalt.reveal();
        int keyOctets = material.length - algorithm.saltOctets();
        this.key = new SecretKeySpec(material, 0, keyOctets, gcm ? "AES" : "ChaCha20");
        this.salt = Arrays.copyOfRange(material, keyOctets, material.length);
        Arrays.fill(material, (byte) 0);
    }

    @Override
    int overhead(int innerOctets) {
        return algorithm.ivOctets() + 1 + algorithm.icvOctets();
    }

    @Override
    int capacity(int bodyOctets) {
        return bodyOctets - overhead(0);
    }

    @Override
    void seal(byte[] packet, int bodyAt, byte[] inner, int innerAt, int innerOctets, Entropy e) {
        byte[] nonce = Arrays.copyOf(salt, NONCE_OCTETS);
        long iv = ++nextIv;
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] = (byte) (iv >>> (56 - 8 * i));
        }
        System.arraycopy(nonce, 4, packet, bodyAt, 8);
        // No padding, so the content is followed by a Pad Length of zero.
        byte[] content = Arrays.copyOfRange(inner, innerAt, innerAt + innerOctets + 1);
        content[innerOctets] = 0;
        byte[] sealed = encrypt(nonce, packet, 0, bodyAt, content);
        System.arraycopy(sealed, 0, packet, bodyAt + 8, content.length + algorithm.icvOctets());
    }

    @Override
    byte[] open(byte[] packet, int off, int len, int bodyAt) throws DecodeException {
        int end = off + len;
        int sealedOctets = end - bodyAt - algorithm.ivOctets();
        if (sealedOctets < 1 + algorithm.icvOctets()) {
            throw new DecodeException("SK", "body of " + (end - bodyAt) + " octets");
        }
        byte[] nonce = Arrays.copyOf(salt, NONCE_OCTETS);
        System.arraycopy(packet, bodyAt, nonce, 4, 8);
        int sealedAt = bodyAt + algorithm.ivOctets();
        byte[] content =
                algorithm.icvOctets() < MIN_JDK_TAG_OCTETS
                        ? openShortTag(nonce, packet, off, bodyAt, sealedAt, sealedOctets)
                        : open(nonce, packet, off, bodyAt, sealedAt, sealedOctets);
        return Padding.strip(content);
    }

    private byte[] open(
            byte[] nonce, byte[] packet, int off, int bodyAt, int sealedAt, int sealedOctets)
            throws DecodeException {
        try {
            Cipher c = engine(nonce);
            c.init(Cipher.DECRYPT_MODE, key, parameters(nonce, algorithm.icvOctets()));
            c.updateAAD(packet, off, bodyAt - off);
            return c.doFinal(packet, sealedAt, sealedOctets);
        } catch (AEADBadTagException e) {
            throw new DecodeException("SK", "checksum does not match");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " cannot open", e);
        }
    }

    /**
     * JDK GCM has no 8-octet tags. Decrypt with the counter mode that GCM is made of, seal the
     * result again and compare the beginning of the tags.
     */
    private byte[] openShortTag(
            byte[] nonce, byte[] packet, int off, int bodyAt, int sealedAt, int sealedOctets)
            throws DecodeException {
        int contentOctets = sealedOctets - algorithm.icvOctets();
        byte[] counter = Arrays.copyOf(nonce, 16);
        // SP 800-38D §7.1: the first content block uses inc32 of J0 = nonce | 1.
        counter[15] = 2;
        byte[] content;
        try {
            Cipher ctr = Jca.cipher("AES/CTR/NoPadding");
            ctr.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter));
            content = ctr.doFinal(packet, sealedAt, contentOctets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " cannot open", e);
        }
        byte[] again = encrypt(nonce, packet, off, bodyAt - off, content);
        byte[] expected =
                Arrays.copyOfRange(again, contentOctets, contentOctets + algorithm.icvOctets());
        int icvAt = sealedAt + contentOctets;
        byte[] icv = Arrays.copyOfRange(packet, icvAt, icvAt + algorithm.icvOctets());
        if (!MessageDigest.isEqual(expected, icv)) {
            throw new DecodeException("SK", "checksum does not match");
        }
        return content;
    }

    /** Ciphertext and the full tag; a shorter ICV is the tag's beginning (SP 800-38D §5.2.1.2). */
    private byte[] encrypt(byte[] nonce, byte[] packet, int aadAt, int aadOctets, byte[] content) {
        try {
            Cipher c = engine(nonce);
            c.init(Cipher.ENCRYPT_MODE, key, parameters(nonce, FULL_TAG_OCTETS));
            c.updateAAD(packet, aadAt, aadOctets);
            return c.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " cannot seal", e);
        }
    }

    /**
     * An engine that has forgotten its last nonce. The JDK refuses to use one twice in a row, which
     * protects a sender that has no counter, but would throw where a peer makes us open one message
     * twice (ChaCha20) or check a short tag (GCM).
     */
    private Cipher engine(byte[] nonce) throws GeneralSecurityException {
        Cipher c = Jca.cipher(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        if (!gcm || algorithm.icvOctets() < MIN_JDK_TAG_OCTETS) {
            byte[] other = nonce.clone();
            other[0] = (byte) ~other[0];
            c.init(Cipher.ENCRYPT_MODE, key, parameters(other, FULL_TAG_OCTETS));
        }
        return c;
    }

    private AlgorithmParameterSpec parameters(byte[] nonce, int tagOctets) {
        return gcm ? new GCMParameterSpec(8 * tagOctets, nonce) : new IvParameterSpec(nonce);
    }
}
