package io.flexaaa.protocol.radius;

/** What was found of attribute 80 (RFC 3579 §3.2) in a packet. */
public enum MessageAuthenticator {
    ABSENT,
    GOOD,
    /** Wrong, of the wrong length, or there more than once. */
    BAD
}
