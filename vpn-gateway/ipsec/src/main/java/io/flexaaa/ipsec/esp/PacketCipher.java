package io.flexaaa.ipsec.esp;

/**
 * Encrypts and authenticates between the ESP header and the end of the packet. The header (SPI, low
 * sequence) is already in place. Not thread-safe.
 */
interface PacketCipher {
    /** Fills IV, ciphertext and ICV after the header at {@code packetAt}. */
    void seal(long sequence, byte[] plain, int plainAt, int length, byte[] packet, int packetAt);

    /**
     * @param packetLength the whole ESP packet
     * @return length of the plaintext, or a {@code DropReason} code
     */
    int open(
            long sequence,
            byte[] packet,
            int packetAt,
            int packetLength,
            byte[] plain,
            int plainAt);
}
