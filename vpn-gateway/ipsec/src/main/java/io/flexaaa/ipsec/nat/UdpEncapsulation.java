package io.flexaaa.ipsec.nat;

/** What arrives on UDP 4500 (RFC 3948 §2). */
public final class UdpEncapsulation {
    /** Octets of zero in front of an IKE message; an ESP packet has its SPI there. */
    public static final int MARKER_OCTETS = 4;

    /** RFC 3948 §2.3. */
    public static final int KEEPALIVE = 0xff;

    /** Kind of a datagram. */
    public enum Kind {
        IKE,
        ESP,
        KEEPALIVE,
        JUNK
    }

    private UdpEncapsulation() {}

    /**
     * @param firstOctet of the datagram
     * @param firstWord of the datagram, anything when it is shorter than four octets
     */
    public static Kind classify(int length, int firstOctet, int firstWord) {
        if (length == 1 && firstOctet == KEEPALIVE) {
            return Kind.KEEPALIVE;
        }
        if (length <= MARKER_OCTETS) {
            return Kind.JUNK;
        }
        return firstWord == 0 ? Kind.IKE : Kind.ESP;
    }
}
