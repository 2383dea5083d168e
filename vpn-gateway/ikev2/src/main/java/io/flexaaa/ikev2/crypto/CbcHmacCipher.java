package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-CBC, then HMAC over the whole message (RFC 7296 §3.14). */
final class CbcHmacCipher extends IkeCipher {
    private static final int BLOCK = 16;

    private final SecretKeySpec key;
    private final IntegrityAlgorithm integrity;
    private final SecretKeySpec macKey;

    CbcHmacCipher(
            EncryptionAlgorithm algorithm,
            Secret encryptionKey,
            IntegrityAlgorithm integrity,
            Secret integrityKey) {
        if (algorithm.aead()) {
            throw new IllegalArgumentException(algorithm + " is an AEAD");
        }
        this.integrity = integrity;
        byte[] e = encryptionKey.reveal();
        this.key = new SecretKeySpec(e, "AES");
        Arrays.fill(e, (byte) 0);
        byte[] a = integrityKey.reveal();
        this.macKey = new SecretKeySpec(a, integrity.jcaName());
        Arrays.fill(a, (byte) 0);
    }

    @Override
    int overhead(int innerOctets) {
        int padLength = BLOCK - 1 - innerOctets % BLOCK;
        return BLOCK + padLength + 1 + integrity.icvOctets();
    }

    @Override
    int capacity(int bodyOctets) {
        return (bodyOctets - BLOCK - integrity.icvOctets()) / BLOCK * BLOCK - 1;
    }

    @Override
    void seal(byte[] packet, int bodyAt, byte[] inner, int innerAt, int innerOctets, Entropy e) {
        // RFC 7296 §3.14: the IV must be unpredictable for CBC.
        byte[] iv = e.bytes(BLOCK);
        System.arraycopy(iv, 0, packet, bodyAt, BLOCK);
        int padLength = BLOCK - 1 - innerOctets % BLOCK;
        byte[] content = new byte[innerOctets + padLength + 1];
        System.arraycopy(inner, innerAt, content, 0, innerOctets);
        content[content.length - 1] = (byte) padLength;
        try {
            Cipher c = Jca.cipher("AES/CBC/NoPadding");
            c.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            c.doFinal(content, 0, content.length, packet, bodyAt + BLOCK);
        } catch (GeneralSecurityException x) {
            throw new IllegalStateException("AES-CBC cannot seal", x);
        }
        int icvAt = bodyAt + BLOCK + content.length;
        System.arraycopy(mac(packet, 0, icvAt), 0, packet, icvAt, integrity.icvOctets());
    }

    @Override
    byte[] open(byte[] packet, int off, int len, int bodyAt) throws DecodeException {
        int icvAt = off + len - integrity.icvOctets();
        int sealedAt = bodyAt + BLOCK;
        int sealedOctets = icvAt - sealedAt;
        if (sealedOctets < BLOCK || sealedOctets % BLOCK != 0) {
            throw new DecodeException("SK", "body of " + (off + len - bodyAt) + " octets");
        }
        byte[] expected = mac(packet, off, icvAt - off);
        byte[] icv = Arrays.copyOfRange(packet, icvAt, off + len);
        if (!MessageDigest.isEqual(Arrays.copyOf(expected, icv.length), icv)) {
            throw new DecodeException("SK", "checksum does not match");
        }
        try {
            Cipher c = Jca.cipher("AES/CBC/NoPadding");
            c.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(packet, bodyAt, BLOCK));
            return Padding.strip(c.doFinal(packet, sealedAt, sealedOctets));
        } catch (GeneralSecurityException x) {
            throw new IllegalStateException("AES-CBC cannot open", x);
        }
    }

    private byte[] mac(byte[] packet, int off, int len) {
        Mac mac = Jca.mac(integrity.jcaName());
        try {
            mac.init(macKey);
        } catch (GeneralSecurityException x) {
            throw new IllegalStateException(integrity + " refuses its key", x);
        }
        mac.update(packet, off, len);
        return mac.doFinal();
    }
}
