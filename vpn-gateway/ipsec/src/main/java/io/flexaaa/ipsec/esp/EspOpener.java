package io.flexaaa.ipsec.esp;

import io.flexaaa.ipsec.count.DropReason;

/**
 * Inbound half of an SA (RFC 4303 §3.4): replay check, decryption, trailer. Single writer: the
 * inbound thread.
 */
public final class EspOpener {
    private final EspSuite suite;
    private final PacketCipher cipher;
    private final ReplayWindow window;
    private final int shortest;
    private final int transportProtocol;
    private int nextHeader;

    /** Tunnel mode: inside are IPv4 and IPv6 packets. */
    public EspOpener(
            EspCrypto crypto,
            EspSuite suite,
            int spi,
            byte[] encryptionKey,
            byte[] integrityKey,
            boolean extended,
            int replayWindow) {
        this(crypto, suite, spi, encryptionKey, integrityKey, extended, replayWindow, 0);
    }

    /**
     * @param encryptionKey key and salt; not kept
     * @param transportProtocol transport mode: the one next header that is taken; 0 = tunnel mode
     */
    public EspOpener(
            EspCrypto crypto,
            EspSuite suite,
            int spi,
            byte[] encryptionKey,
            byte[] integrityKey,
            boolean extended,
            int replayWindow,
            int transportProtocol) {
        this.transportProtocol = transportProtocol;
        this.suite = suite;
        this.cipher = crypto.cipher(suite, spi, encryptionKey, integrityKey, extended);
        this.window = new ReplayWindow(replayWindow, extended);
        this.shortest = 8 + suite.ivOctets() + suite.icvOctets() + 2;
    }

    /**
     * Opens the ESP packet at {@code at}. {@code plain} needs room for {@code length} octets.
     *
     * @return length of the inner packet written at {@code plainAt}, or a {@link DropReason} code
     */
    public int open(byte[] packet, int at, int length, byte[] plain, int plainAt) {
        if (length < shortest) {
            return DropReason.MALFORMED.code();
        }
        long number = window.recover(BigEndian.i32(packet, at + 4));
        if (!window.fresh(number)) {
            return DropReason.REPLAYED.code();
        }
        int padded = cipher.open(number, packet, at, length, plain, plainAt);
        if (padded < 0) {
            return padded;
        }
        window.accept(number);
        return inner(plain, plainAt, padded);
    }

    /** Removes the trailer and, by the IP header's own length, any TFC padding (§2.7). */
    private int inner(byte[] plain, int at, int padded) {
        int pad = plain[at + padded - 2] & 0xff;
        int length = padded - 2 - pad;
        nextHeader = plain[at + padded - 1] & 0xff;
        if (length < 0) {
            return DropReason.BAD_PADDING.code();
        }
        for (int i = 0; i < pad; i++) {
            if ((plain[at + length + i] & 0xff) != i + 1) {
                return DropReason.BAD_PADDING.code();
            }
        }
        if (nextHeader == EspSealer.NO_NEXT_HEADER) {
            return DropReason.TFC.code();
        }
        if (transportProtocol != 0) {
            boolean ours = nextHeader == transportProtocol && length > 0;
            return ours ? length : DropReason.MALFORMED.code();
        }
        int version = length == 0 ? 0 : (plain[at] & 0xff) >>> 4;
        int stated =
                switch (nextHeader) {
                    case EspSealer.IPV4 ->
                            version == 4 && length >= 20 ? BigEndian.u16(plain, at + 2) : 0;
                    case EspSealer.IPV6 ->
                            version == 6 && length >= 40 ? 40 + BigEndian.u16(plain, at + 4) : 0;
                    default -> 0;
                };
        boolean whole = stated >= 20 && stated <= length;
        return whole ? stated : DropReason.MALFORMED.code();
    }

    /** {@link EspSealer#IPV4} or {@link EspSealer#IPV6} of the last packet opened. */
    public int nextHeader() {
        return nextHeader;
    }

    public EspSuite suite() {
        return suite;
    }

    /** Highest authenticated sequence number. */
    public long topSequence() {
        return window.top();
    }
}
