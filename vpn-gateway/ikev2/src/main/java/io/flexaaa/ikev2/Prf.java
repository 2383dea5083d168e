package io.flexaaa.ikev2;

/** Pseudo-random functions: IANA transform type 2. */
public enum Prf {
    SHA1(2),
    SHA256(5),
    SHA384(6),
    SHA512(7);

    private final int transformId;

    Prf(int transformId) {
        this.transformId = transformId;
    }

    public int transformId() {
        return transformId;
    }
}
