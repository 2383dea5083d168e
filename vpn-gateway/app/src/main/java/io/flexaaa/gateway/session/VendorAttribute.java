package io.flexaaa.gateway.session;

/**
 * The private configuration attributes of Cisco's peers: the one table of their numbers. Where no
 * public source names a number it is ours, marked so, and sent only to a peer that asks for exactly
 * that number; a peer that means something else by it never sees our value unasked.
 */
enum VendorAttribute {
    BANNER(28_672, Number.KNOWN),
    DEFAULT_DOMAIN(28_674, Number.KNOWN),
    SPLIT_DNS(28_675, Number.KNOWN),
    /** Address, mask and six octets of zeros for each network; beside INTERNAL_IP4_SUBNET. */
    SPLIT_INCLUDE(28_676, Number.ASKED),
    /** In the same form: what the client reaches outside of the tunnel, its own LAN included. */
    SPLIT_EXCLUDE(28_678, Number.KNOWN),
    PFS(28_679, Number.KNOWN),
    BACKUP_GATEWAY(28_681, Number.KNOWN),
    SMARTCARD_REMOVAL_DISCONNECT(28_684, Number.KNOWN),
    RECONNECT_CLEANUP_INTERVAL(28_706, Number.ASKED),
    RECONNECT_TOKEN_ID(28_708, Number.OURS),
    RECONNECT_DPD_INTERVAL(28_709, Number.ASKED),
    CONFIGURATION_URL(28_730, Number.OURS),
    CONFIGURATION_VERSION(28_731, Number.OURS),
    RECONNECT_SESSION_ID(28_732, Number.OURS);

    /** Who gets it. */
    private enum Number {
        /** A peer that sent FLEXVPN-SUPPORTED, and whoever asks. */
        KNOWN,
        /** Who asks: others have no use for it. */
        ASKED,
        /** Who asks: nobody can be sure of the number. */
        OURS
    }

    private final int type;
    private final Number number;

    VendorAttribute(int type, Number number) {
        this.type = type;
        this.number = number;
    }

    int type() {
        return type;
    }

    /**
     * @param asked the peer's CFG_REQUEST has this number
     * @param vendorPeer it sent FLEXVPN-SUPPORTED
     */
    boolean isFor(boolean asked, boolean vendorPeer) {
        return asked || vendorPeer && number == Number.KNOWN;
    }
}
