package io.flexaaa.ipsec.esp;

import io.flexaaa.ipsec.count.DropReason;

/**
 * Outbound half of an SA (RFC 4303 §3.3): numbers, pads, encrypts. Single writer: the outbound
 * thread.
 */
public final class EspSealer {
    /** Next header of an inner IPv4 packet. */
    public static final int IPV4 = 4;

    /** Next header of an inner IPv6 packet. */
    public static final int IPV6 = 41;

    /** RFC 4303 §2.6: a dummy packet. */
    static final int NO_NEXT_HEADER = 59;

    private final EspSuite suite;
    private final PacketCipher cipher;
    private final int spi;
    private final long lastSequence;
    private long sequence;

    /**
     * @param encryptionKey key and salt; not kept
     */
    public EspSealer(
            EspCrypto crypto,
            EspSuite suite,
            int spi,
            byte[] encryptionKey,
            byte[] integrityKey,
            boolean extended) {
        this.suite = suite;
        this.spi = spi;
        this.cipher = crypto.cipher(suite, spi, encryptionKey, integrityKey, extended);
        // RFC 4303 §3.3.3: the counter must not cycle; the IV is derived from it, too.
        this.lastSequence = extended ? Long.MAX_VALUE : 0xffffffffL;
    }

    /**
     * Makes the ESP packet of one inner packet.
     *
     * @param inner {@code length} octets at {@code at}; up to 20 octets behind them are overwritten
     *     with the trailer
     * @return length of the packet written at {@code packetAt}, or {@link
     *     DropReason#SEQUENCE_EXHAUSTED}'s code
     */
    public int seal(byte[] inner, int at, int length, int nextHeader, byte[] packet, int packetAt) {
        if (sequence == lastSequence) {
            return DropReason.SEQUENCE_EXHAUSTED.code();
        }
        long number = ++sequence;
        int alignment = suite.alignment();
        int padded = (length + 2 + alignment - 1) / alignment * alignment;
        int pad = padded - length - 2;
        int trailer = at + length;
        for (int i = 0; i < pad; i++) {
            inner[trailer + i] = (byte) (i + 1);
        }
        inner[trailer + pad] = (byte) pad;
        inner[trailer + pad + 1] = (byte) nextHeader;
        BigEndian.put32(packet, packetAt, spi);
        BigEndian.put32(packet, packetAt + 4, (int) number);
        cipher.seal(number, inner, at, padded, packet, packetAt);
        return 8 + suite.ivOctets() + padded + suite.icvOctets();
    }

    public int spi() {
        return spi;
    }

    public EspSuite suite() {
        return suite;
    }

    /** Number of the last packet. */
    public long sequence() {
        return sequence;
    }

    /** For tests near the end of the number space. */
    void startAfter(long number) {
        sequence = number;
    }
}
