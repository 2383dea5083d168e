package io.flexaaa.ikev2;

/** Integrity algorithms for IKE and ESP: IANA transform type 3. */
public enum Integrity {
    SHA1_96(2, "SHA96"),
    SHA256_128(12, "SHA256"),
    SHA384_192(13, "SHA384"),
    SHA512_256(14, "SHA512");

    private final int transformId;
    private final String display;

    Integrity(int transformId, String display) {
        this.transformId = transformId;
        this.display = display;
    }

    public int transformId() {
        return transformId;
    }

    /** As IOS shows it after {@code Hash:}. */
    public String display() {
        return display;
    }
}
