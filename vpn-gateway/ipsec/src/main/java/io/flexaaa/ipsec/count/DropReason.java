package io.flexaaa.ipsec.count;

/** Why a packet was not passed on. The text is what show commands and metrics print. */
public enum DropReason {
    NO_SA("no SA for the packet"),
    UNKNOWN_SPI("SPI not ours"),
    MALFORMED("malformed packet"),
    REPLAYED("sequence already seen or left of the replay window"),
    BAD_ICV("integrity check failed"),
    BAD_PADDING("ESP padding wrong"),
    SELECTOR("inner packet outside the negotiated selectors"),
    ACL("denied by access list"),
    TOO_BIG("larger than the tunnel MTU with DF set"),
    SEQUENCE_EXHAUSTED("outbound sequence numbers used up"),
    SEND_FAILED("the kernel refused the encrypted packet"),
    DEVICE("the interface refused the packet"),
    TFC("dummy packet of traffic flow confidentiality"),
    GRE("not of this GRE tunnel");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** How {@code open}-style methods return a drop: always negative. */
    public int code() {
        return -1 - ordinal();
    }

    private static final DropReason[] ALL = values();

    public static DropReason ofCode(int code) {
        return ALL[-1 - code];
    }
}
