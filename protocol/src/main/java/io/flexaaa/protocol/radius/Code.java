package io.flexaaa.protocol.radius;

import org.jspecify.annotations.Nullable;

/** RADIUS packet codes (RFC 2865 §4, RFC 2866 §4, RFC 5176 §3, RFC 5997 §2, RFC 7930 §4). */
public enum Code {
    ACCESS_REQUEST(1, "Access-Request"),
    ACCESS_ACCEPT(2, "Access-Accept"),
    ACCESS_REJECT(3, "Access-Reject"),
    ACCOUNTING_REQUEST(4, "Accounting-Request"),
    ACCOUNTING_RESPONSE(5, "Accounting-Response"),
    ACCESS_CHALLENGE(11, "Access-Challenge"),
    STATUS_SERVER(12, "Status-Server"),
    DISCONNECT_REQUEST(40, "Disconnect-Request"),
    DISCONNECT_ACK(41, "Disconnect-ACK"),
    DISCONNECT_NAK(42, "Disconnect-NAK"),
    COA_REQUEST(43, "CoA-Request"),
    COA_ACK(44, "CoA-ACK"),
    COA_NAK(45, "CoA-NAK"),
    PROTOCOL_ERROR(52, "Protocol-Error");

    private static final @Nullable Code[] BY_VALUE = new Code[256];

    static {
        for (Code code : values()) BY_VALUE[code.value] = code;
    }

    private final int value;
    private final String label;

    Code(int value, String label) {
        this.value = value;
        this.label = label;
    }

    public int value() {
        return value;
    }

    /** The name as the RFCs spell it, such as {@code CoA-NAK}. */
    public String label() {
        return label;
    }

    /** The code with that number, or null where none is defined here. */
    public static @Nullable Code of(int value) {
        return value < 0 || value > 255 ? null : BY_VALUE[value];
    }
}
