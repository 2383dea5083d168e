package io.flexaaa.ipsec.esp;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The AEADs of the JDK through its public interface. Allocates about 1 kB a packet inside. */
final class JceAead implements AeadContext {
    static final Provider AES_GCM = provider("AES/GCM/NoPadding", "AES", "JCE AES-GCM");
    static final Provider CHACHA20_POLY1305 =
            provider("ChaCha20-Poly1305", "ChaCha20", "JCE ChaCha20-Poly1305");

    private static final int TAG_OCTETS = 16;

    private final String transformation;
    private final SecretKeySpec key;
    private final byte[] nonce = new byte[12];
    private Cipher cipher;

    private JceAead(String transformation, String keyName, byte[] key, int salt) {
        this.transformation = transformation;
        this.key = new SecretKeySpec(key, keyName);
        this.cipher = newCipher(transformation);
        BigEndian.put32(nonce, 0, salt);
    }

    private static Provider provider(String transformation, String keyName, String name) {
        return new Provider() {
            @Override
            public AeadContext create(byte[] key, int salt) {
                return new JceAead(transformation, keyName, key, salt);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    private static Cipher newCipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no " + transformation, e);
        }
    }

    private AlgorithmParameterSpec parameters(long iv) {
        BigEndian.put64(nonce, 4, iv);
        return transformation.startsWith("AES")
                ? new GCMParameterSpec(TAG_OCTETS * 8, nonce)
                : new IvParameterSpec(nonce);
    }

    @Override
    public void seal(
            long iv,
            byte[] aad,
            int aadLength,
            byte[] in,
            int inAt,
            int length,
            byte[] out,
            int outAt) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(iv));
            cipher.updateAAD(aad, 0, aadLength);
            cipher.doFinal(in, inAt, length, out, outAt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(transformation + " seal", e);
        }
    }

    @Override
    public boolean open(
            long iv,
            byte[] aad,
            int aadLength,
            byte[] in,
            int inAt,
            int length,
            byte[] out,
            int outAt) {
        try {
            initOpen(iv);
            cipher.updateAAD(aad, 0, aadLength);
            cipher.doFinal(in, inAt, length + TAG_OCTETS, out, outAt);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(transformation + " open", e);
        }
    }

    private void initOpen(long iv) throws GeneralSecurityException {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(iv));
        } catch (InvalidKeyException e) {
            // ChaCha20 refuses the nonce it used last even to decrypt; a forged copy of a packet
            // must not keep the real one out.
            cipher = newCipher(transformation);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(iv));
        }
    }
}
