package io.flexaaa.ikev2;

import org.jspecify.annotations.Nullable;

/** Identification types, RFC 7296 §3.5; 201 is the private group name of one vendor's client. */
public enum IdentityType {
    IPV4_ADDRESS(1),
    FQDN(2),
    EMAIL(3),
    IPV6_ADDRESS(5),
    DN(9),
    GENERAL_NAME(10),
    KEY_ID(11),
    NULL(13),
    GROUP_NAME(201);

    private final int number;

    IdentityType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static @Nullable IdentityType of(int number) {
        for (IdentityType t : values()) {
            if (t.number == number) {
                return t;
            }
        }
        return null;
    }
}
