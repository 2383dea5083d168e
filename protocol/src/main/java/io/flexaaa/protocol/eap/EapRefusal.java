package io.flexaaa.protocol.eap;

/**
 * Why a conversation ended in EAP-Failure.
 *
 * @param detail what was found, for the log; never a secret
 */
public record EapRefusal(Code code, String detail) {

    /** Stable; the server shows each with a sentence and a cure. */
    public enum Code {
        /** Not what the packet or method format allows. */
        MALFORMED,
        /** Well-formed, but not at this point. */
        OUT_OF_ORDER,
        /** More rounds or octets than any honest peer needs. */
        TOO_LONG,
        /** The peer wants nothing of what is offered. */
        NO_COMMON_METHOD,
        /** The name in the method is not the one the conversation began with. */
        NAME_MISMATCH,
        WRONG_PASSWORD,
        /** The user exists with a hash only, and the method needs the password itself. */
        PASSWORD_NOT_REVERSIBLE,
        /** {@link EapUsers} said no, and knows why. */
        USER_REFUSED,
        /** {@link EapUsers} said no to a certificate that is otherwise good, and knows why. */
        CERTIFICATE_REFUSED,
        NO_CERTIFICATE,
        UNKNOWN_CA,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_REVOKED,
        CERTIFICATE_STATUS_UNKNOWN,
        CERTIFICATE_INVALID,
        /** No TLS version, cipher suite, group or signature both have. */
        NO_COMMON_TLS,
        /** The peer ended the handshake; its alert is the detail. */
        TLS_ALERT,
        TLS_FAILED,
        /** The peer reported failure inside the tunnel. */
        PEER_FAILED
    }
}
