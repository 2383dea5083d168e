package io.flexaaa.ipsec.esp;

import io.flexaaa.ipsec.count.DropReason;

/**
 * AES-GCM (RFC 4106) and ChaCha20-Poly1305 (RFC 7634) in ESP. The explicit IV is the sequence
 * number: unique per key by construction, and no state of its own.
 */
final class AeadPacketCipher implements PacketCipher {
    private static final int HEADER = 8;
    private static final int IV = 8;
    private static final int ICV = 16;

    private final AeadContext aead;
    private final boolean extended;
    private final byte[] aad = new byte[12];

    AeadPacketCipher(AeadContext aead, int spi, boolean extended) {
        this.aead = aead;
        this.extended = extended;
        BigEndian.put32(aad, 0, spi);
    }

    /** RFC 4106 §5: SPI and sequence number, all 64 bits of it when extended. */
    private int additionalData(long sequence) {
        if (extended) {
            BigEndian.put64(aad, 4, sequence);
            return 12;
        }
        BigEndian.put32(aad, 4, (int) sequence);
        return 8;
    }

    @Override
    public void seal(
            long sequence, byte[] plain, int plainAt, int length, byte[] packet, int packetAt) {
        int aadLength = additionalData(sequence);
        BigEndian.put64(packet, packetAt + HEADER, sequence);
        aead.seal(sequence, aad, aadLength, plain, plainAt, length, packet, packetAt + HEADER + IV);
    }

    @Override
    public int open(
            long sequence,
            byte[] packet,
            int packetAt,
            int packetLength,
            byte[] plain,
            int plainAt) {
        int length = packetLength - HEADER - IV - ICV;
        if (length < 2) {
            return DropReason.MALFORMED.code();
        }
        int aadLength = additionalData(sequence);
        long iv = BigEndian.i64(packet, packetAt + HEADER);
        int at = packetAt + HEADER + IV;
        return aead.open(iv, aad, aadLength, packet, at, length, plain, plainAt)
                ? length
                : DropReason.BAD_ICV.code();
    }
}
