package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.IkeSuite;
import io.flexaaa.ikev2.message.Configuration;
import io.flexaaa.ikev2.message.Identification;

import org.jspecify.annotations.Nullable;

/** What an {@link Initiator} asks its shell to do, or tells it. */
public sealed interface Action {
    /**
     * Send this IKE message. {@code natPort}: to UDP 4500 behind the non-ESP marker, because a NAT
     * was found (RFC 7296 §2.23).
     */
    record Send(byte[] datagram, boolean natPort) implements Action {}

    /**
     * Both sides are authenticated. {@code configuration} is the CFG_REPLY, null when there was
     * none.
     */
    record Established(
            IkeSuite suite,
            long spiI,
            long spiR,
            Identification peer,
            @Nullable Configuration configuration,
            boolean natDetected)
            implements Action {}

    /** The IKE SA was rekeyed; the children live on under it. */
    record IkeRekeyed(long spiI, long spiR) implements Action {}

    record ChildUp(ChildSa child) implements Action {}

    /** The child SA is gone, because it was rekeyed or deleted by either side. */
    record ChildDown(ChildSa child) implements Action {}

    /** The hub refused a child SA; the IKE SA stays. {@code notifyName} is its error's name. */
    record ChildRefused(String notifyName) implements Action {}

    /** An answer to {@link Initiator#checkLiveness} arrived. */
    record PeerAlive() implements Action {}

    /**
     * The end. {@code code} is stable: a notify's name, TIMEOUT, DELETED_BY_PEER, DELETED,
     * AUTH_MISMATCH ...
     */
    record Closed(String code, String detail) implements Action {}
}
