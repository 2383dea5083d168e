package io.flexaaa.protocol.eap;

import org.jspecify.annotations.Nullable;

/** The authentication methods there are: one row each, with its number in IANA's registry. */
public enum EapType {
    MD5(4, "EAP-MD5", false),
    GTC(6, "EAP-GTC", false),
    TLS(13, "EAP-TLS", true),
    TTLS(21, "EAP-TTLS", true),
    PEAP(25, "PEAP", true),
    MSCHAPV2(26, "EAP-MSCHAPv2", false);

    private final int number;
    private final String label;
    private final boolean tunnel;

    EapType(int number, String label, boolean tunnel) {
        this.number = number;
        this.label = label;
        this.tunnel = tunnel;
    }

    public int number() {
        return number;
    }

    public String label() {
        return label;
    }

    /** Whether it runs over TLS: costly, and proof against an onlooker. */
    public boolean isTls() {
        return tunnel;
    }

    public static @Nullable EapType of(int number) {
        for (EapType type : values()) {
            if (type.number == number) return type;
        }
        return null;
    }

    /** A number in words, also one that is not served here. */
    public static String name(int number) {
        EapType type = of(number);
        if (type != null) return type.label;
        return switch (number) {
            case 5 -> "EAP-OTP";
            case 17 -> "LEAP";
            case 18 -> "EAP-SIM";
            case 23 -> "EAP-AKA";
            case 43 -> "EAP-FAST";
            case 50 -> "EAP-AKA'";
            case 52 -> "EAP-PWD";
            case 55 -> "TEAP";
            case 254 -> "an expanded type";
            default -> "type " + number;
        };
    }
}
