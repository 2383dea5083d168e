package io.flexaaa.ikev2;

/** Ciphers for IKE and ESP: IANA transform type 1 with the key length that belongs to it. */
public enum Encryption {
    AES_CBC_128(12, 128, false, "AES-CBC"),
    AES_CBC_192(12, 192, false, "AES-CBC"),
    AES_CBC_256(12, 256, false, "AES-CBC"),
    AES_GCM_128(20, 128, true, "AES-GCM"),
    AES_GCM_192(20, 192, true, "AES-GCM"),
    AES_GCM_256(20, 256, true, "AES-GCM"),
    CHACHA20_POLY1305(28, 256, true, "CHACHA20-POLY1305");

    private final int transformId;
    private final int keyBits;
    private final boolean aead;
    private final String display;

    Encryption(int transformId, int keyBits, boolean aead, String display) {
        this.transformId = transformId;
        this.keyBits = keyBits;
        this.aead = aead;
        this.display = display;
    }

    public int transformId() {
        return transformId;
    }

    public int keyBits() {
        return keyBits;
    }

    public boolean isAead() {
        return aead;
    }

    /** As IOS shows it after {@code Encr:}; the key size is printed apart. */
    public String display() {
        return display;
    }
}
