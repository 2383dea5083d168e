package io.flexaaa.ikev2;

/** Key exchange methods by group number: IANA transform type 4. */
public enum Group {
    MODP_2048(14),
    MODP_3072(15),
    MODP_4096(16),
    ECP_256(19),
    ECP_384(20),
    ECP_521(21),
    X25519(31);

    private final int number;

    Group(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
