package io.flexaaa.server.certificate;

/** What a responder said (RFC 6960 §2.2), or that none said anything. */
enum OcspStatus {
    GOOD,
    REVOKED,
    UNKNOWN,
    NO_ANSWER
}
