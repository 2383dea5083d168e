package io.flexaaa.ikev2.message;

import org.jspecify.annotations.Nullable;

/** Security protocol identifiers, RFC 7296 §3.3.1. */
public enum ProtocolId {
    /** Only in a Notify that concerns no SA, or an IKE_SA_INIT-level notify. */
    NONE(0, 0),
    IKE(1, 8),
    AH(2, 4),
    ESP(3, 4);

    private final int value;
    private final int spiLength;

    ProtocolId(int value, int spiLength) {
        this.value = value;
        this.spiLength = spiLength;
    }

    public int value() {
        return value;
    }

    /** Octets of an SPI of this protocol; in IKE_SA_INIT an IKE proposal carries none (§3.3.1). */
    public int spiLength() {
        return spiLength;
    }

    /** Null when the number is not one of RFC 7296's. */
    public static @Nullable ProtocolId of(int value) {
        return switch (value) {
            case 0 -> NONE;
            case 1 -> IKE;
            case 2 -> AH;
            case 3 -> ESP;
            default -> null;
        };
    }
}
