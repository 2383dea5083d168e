package io.flexaaa.ikev2;

/** How a side proves who it is; named as show commands print it. */
public enum AuthMethod {
    PSK,
    /** A certificate with an RSA key (RFC 7296 §2.15, RFC 7427). */
    RSA,
    /** A certificate with an EC key (RFC 4754, RFC 7427). */
    ECDSA,
    /** A certificate with an Ed25519 or Ed448 key (RFC 8420). */
    EDDSA,
    /**
     * An EAP method between the peer and the AAA server (RFC 7296 §2.16); of ours too where the
     * peer wants nothing else (RFC 5998).
     */
    EAP;

    /** A certificate and its private key are the proof. */
    public boolean signature() {
        return this == RSA || this == ECDSA || this == EDDSA;
    }
}
