package io.flexaaa.protocol.policy;

/** Where a value of a session's policy came from. */
public enum Source {
    /** Explicit group authorization: {@code aaa authorization group ...}. */
    GROUP,
    /** Attributes that came with the PSK look-up or the EAP Access-Accept. */
    IMPLICIT,
    /** Explicit user authorization: {@code aaa authorization user ... list ...}. */
    USER
}
