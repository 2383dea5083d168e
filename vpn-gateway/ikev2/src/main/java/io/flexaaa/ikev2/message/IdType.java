package io.flexaaa.ikev2.message;

/** Identification types, RFC 7296 §3.5 and RFC 7619. */
public final class IdType {
    public static final int IPV4_ADDR = 1;
    public static final int FQDN = 2;
    public static final int RFC822_ADDR = 3;
    public static final int IPV6_ADDR = 5;
    public static final int DER_ASN1_DN = 9;
    public static final int DER_ASN1_GN = 10;
    public static final int KEY_ID = 11;
    public static final int NULL = 13;

    private IdType() {}

    public static String name(int idType) {
        return switch (idType) {
            case IPV4_ADDR -> "ID_IPV4_ADDR";
            case FQDN -> "ID_FQDN";
            case RFC822_ADDR -> "ID_RFC822_ADDR";
            case IPV6_ADDR -> "ID_IPV6_ADDR";
            case DER_ASN1_DN -> "ID_DER_ASN1_DN";
            case DER_ASN1_GN -> "ID_DER_ASN1_GN";
            case KEY_ID -> "ID_KEY_ID";
            case NULL -> "ID_NULL";
            default -> "ID type " + idType;
        };
    }

    /** Octets an address identity must have, -1 when the type has no fixed length. */
    static int fixedLength(int idType) {
        return switch (idType) {
            case IPV4_ADDR -> 4;
            case IPV6_ADDR -> 16;
            case NULL -> 0;
            default -> -1;
        };
    }
}
