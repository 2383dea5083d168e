package io.flexaaa.ipsec.esp;

/**
 * An AEAD with a 128-bit tag under one key, for one direction of one SA. Heap arrays only, input
 * and output apart: that is what the JDK's combined AES-GCM intrinsic wants. Not thread-safe.
 */
public interface AeadContext {
    /** Makes contexts of one algorithm; null key material is never passed. */
    interface Provider {
        /**
         * @param salt first four octets of the nonce
         */
        AeadContext create(byte[] key, int salt);

        /** For show commands and logs. */
        String name();
    }

    /**
     * Encrypts {@code length} octets and appends the tag.
     *
     * @param iv the explicit IV, last eight octets of the nonce
     * @param aadLength 8, or 12 with extended sequence numbers
     */
    void seal(
            long iv,
            byte[] aad,
            int aadLength,
            byte[] in,
            int inAt,
            int length,
            byte[] out,
            int outAt);

    /**
     * Decrypts {@code length} octets that are followed by the tag.
     *
     * @return false when the tag is wrong; {@code out} is then undefined
     */
    boolean open(
            long iv,
            byte[] aad,
            int aadLength,
            byte[] in,
            int inAt,
            int length,
            byte[] out,
            int outAt);
}
