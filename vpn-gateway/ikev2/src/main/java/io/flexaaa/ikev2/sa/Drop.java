package io.flexaaa.ikev2.sa;

import java.util.Locale;

/** Why a datagram was dropped without an answer. */
public enum Drop {
    NOT_IKE,
    UNKNOWN_SPI,
    BAD_CHECKSUM,
    MESSAGE_ID,
    DUPLICATE_WHILE_BUSY,
    WRONG_EXCHANGE,
    MALFORMED_RESPONSE,
    FRAGMENT,
    HALF_OPEN_LIMIT,
    SA_LIMIT,
    ERROR_REPLY_LIMIT,
    SHUTTING_DOWN,
    INIT_MISMATCH,
    UNAUTHENTICATED_MOVE,
    INTERNAL_FAULT;

    /** {@code bad-checksum}: stable, for metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
