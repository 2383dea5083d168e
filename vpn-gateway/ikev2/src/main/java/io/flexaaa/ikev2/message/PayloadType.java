package io.flexaaa.ikev2.message;

import java.util.Map;

/** Payload type numbers, RFC 7296 §3.2 and RFC 7383 §2.5. */
public final class PayloadType {
    public static final int NONE = 0;
    public static final int SA = 33;
    public static final int KE = 34;
    public static final int ID_I = 35;
    public static final int ID_R = 36;
    public static final int CERT = 37;
    public static final int CERTREQ = 38;
    public static final int AUTH = 39;
    public static final int NONCE = 40;
    public static final int NOTIFY = 41;
    public static final int DELETE = 42;
    public static final int VENDOR_ID = 43;
    public static final int TS_I = 44;
    public static final int TS_R = 45;
    public static final int SK = 46;
    public static final int CP = 47;
    public static final int EAP = 48;
    public static final int SKF = 53;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(SA, "SA"),
                    Map.entry(KE, "KE"),
                    Map.entry(ID_I, "IDi"),
                    Map.entry(ID_R, "IDr"),
                    Map.entry(CERT, "CERT"),
                    Map.entry(CERTREQ, "CERTREQ"),
                    Map.entry(AUTH, "AUTH"),
                    Map.entry(NONCE, "Nonce"),
                    Map.entry(NOTIFY, "N"),
                    Map.entry(DELETE, "D"),
                    Map.entry(VENDOR_ID, "V"),
                    Map.entry(TS_I, "TSi"),
                    Map.entry(TS_R, "TSr"),
                    Map.entry(SK, "SK"),
                    Map.entry(CP, "CP"),
                    Map.entry(EAP, "EAP"),
                    Map.entry(SKF, "SKF"));

    private PayloadType() {}

    /** The RFC's abbreviation, or {@code payload N}. */
    public static String name(int type) {
        return NAMES.getOrDefault(type, "payload " + type);
    }
}
