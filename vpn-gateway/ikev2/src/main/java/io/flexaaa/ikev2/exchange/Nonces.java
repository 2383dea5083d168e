package io.flexaaa.ikev2.exchange;

import io.flexaaa.protocol.wire.Octets;

import java.util.Arrays;

/** The comparison that settles simultaneous rekeys, RFC 7296 §2.8.1. */
final class Nonces {
    private Nonces() {}

    static Octets lower(Octets a, Octets b) {
        return compare(a, b) <= 0 ? a : b;
    }

    /** Octet by octet, unsigned; "a shorter nonce is lower" where one begins the other. */
    static int compare(Octets a, Octets b) {
        return Arrays.compareUnsigned(a.toArray(), b.toArray());
    }
}
