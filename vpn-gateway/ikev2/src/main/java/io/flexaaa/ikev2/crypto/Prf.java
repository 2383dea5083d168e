package io.flexaaa.ikev2.crypto;

import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** prf and prf+ of RFC 7296 §2.13. */
public final class Prf {
    private static final int MAX_BLOCKS = 255;

    private Prf() {}

    public static byte[] prf(PrfAlgorithm algorithm, byte[] key, byte[]... parts) {
        return Hmac.compute(algorithm.jcaName(), key, parts);
    }

    /** The first {@code length} octets of {@code prf+(key, seed)}. */
    public static byte[] prfPlus(PrfAlgorithm algorithm, byte[] key, byte[] seed, int length) {
        int block = algorithm.outputOctets();
        // RFC 7296 §2.13: the counter is one octet, "prf+ is not defined beyond 255 times".
        if (length > MAX_BLOCKS * block) {
            throw new IllegalArgumentException("prf+ of " + length + " octets");
        }
        int blocks = (length + block - 1) / block;
        byte[] stream = new byte[blocks * block];
        Mac mac = Hmac.keyed(algorithm.jcaName(), key);
        try {
            for (int i = 0; i < blocks; i++) {
                if (i > 0) {
                    mac.update(stream, (i - 1) * block, block);
                }
                mac.update(seed);
                mac.update((byte) (i + 1));
                mac.doFinal(stream, i * block);
            }
        } catch (ShortBufferException e) {
            throw new IllegalStateException("prf output longer than " + block, e);
        }
        return Arrays.copyOf(stream, length);
    }
}
