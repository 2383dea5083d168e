package io.flexaaa.ikev2.message;

/** Transform types (RFC 7296 §3.3.2) and the transform ids this product names. */
public final class TransformType {
    public static final int ENCR = 1;
    public static final int PRF = 2;
    public static final int INTEG = 3;
    public static final int DH = 4;
    public static final int ESN = 5;

    /** Transform id 0 of INTEG and DH: none. */
    public static final int ID_NONE = 0;

    public static final int ESN_NO = 0;
    public static final int ESN_YES = 1;

    private TransformType() {}

    public static String name(int type) {
        return switch (type) {
            case ENCR -> "ENCR";
            case PRF -> "PRF";
            case INTEG -> "INTEG";
            case DH -> "DH";
            case ESN -> "ESN";
            default -> "transform-type-" + type;
        };
    }

    /** Text of a transform id for logs, in the spelling administrators know: {@code AES_GCM_16}. */
    public static String idName(int type, int id) {
        String known =
                switch (type) {
                    case ENCR -> encryption(id);
                    case PRF -> prf(id);
                    case INTEG -> integrity(id);
                    case DH -> group(id);
                    case ESN -> id == ESN_NO ? "NO_ESN" : id == ESN_YES ? "ESN" : "";
                    default -> "";
                };
        return known.isEmpty() ? name(type) + "-" + id : known;
    }

    private static String encryption(int id) {
        return switch (id) {
            case 2 -> "DES";
            case 3 -> "3DES";
            case 11 -> "NULL";
            case 12 -> "AES_CBC";
            case 13 -> "AES_CTR";
            case 14 -> "AES_CCM_8";
            case 15 -> "AES_CCM_12";
            case 16 -> "AES_CCM_16";
            case 18 -> "AES_GCM_8";
            case 19 -> "AES_GCM_12";
            case 20 -> "AES_GCM_16";
            case 23 -> "CAMELLIA_CBC";
            case 28 -> "CHACHA20_POLY1305";
            default -> "";
        };
    }

    private static String prf(int id) {
        return switch (id) {
            case 1 -> "PRF_HMAC_MD5";
            case 2 -> "PRF_HMAC_SHA1";
            case 4 -> "PRF_AES128_XCBC";
            case 5 -> "PRF_HMAC_SHA2_256";
            case 6 -> "PRF_HMAC_SHA2_384";
            case 7 -> "PRF_HMAC_SHA2_512";
            case 8 -> "PRF_AES128_CMAC";
            default -> "";
        };
    }

    private static String integrity(int id) {
        return switch (id) {
            case 0 -> "INTEG_NONE";
            case 1 -> "HMAC_MD5_96";
            case 2 -> "HMAC_SHA1_96";
            case 5 -> "AES_XCBC_96";
            case 12 -> "HMAC_SHA2_256_128";
            case 13 -> "HMAC_SHA2_384_192";
            case 14 -> "HMAC_SHA2_512_256";
            default -> "";
        };
    }

    private static String group(int id) {
        return switch (id) {
            case 0 -> "DH_NONE";
            case 1 -> "MODP_768";
            case 2 -> "MODP_1024";
            case 5 -> "MODP_1536";
            case 14 -> "MODP_2048";
            case 15 -> "MODP_3072";
            case 16 -> "MODP_4096";
            case 17 -> "MODP_6144";
            case 18 -> "MODP_8192";
            case 19 -> "ECP_256";
            case 20 -> "ECP_384";
            case 21 -> "ECP_521";
            case 31 -> "CURVE25519";
            case 32 -> "CURVE448";
            case 35 -> "ML_KEM_512";
            case 36 -> "ML_KEM_768";
            case 37 -> "ML_KEM_1024";
            default -> "";
        };
    }
}
