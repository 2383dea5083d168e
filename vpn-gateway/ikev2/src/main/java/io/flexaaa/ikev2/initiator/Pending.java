package io.flexaaa.ikev2.initiator;

import io.flexaaa.ikev2.crypto.KeyExchangeGroup;
import io.flexaaa.ikev2.crypto.KeyExchangeMethod;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

/** What an outstanding request is about: whatever its answer needs. */
sealed interface Pending {
    /** IKE_SA_INIT. */
    record Init(
            byte[] message, Octets nonce, KeyExchangeGroup group, KeyExchangeMethod.KeyPair pair)
            implements Pending {}

    /** IKE_AUTH; {@code hubMessage} is the IKE_SA_INIT answer that the hub's AUTH covers. */
    record Auth(Octets ni, Octets nr, Octets hubMessage, Octets childSpi) implements Pending {}

    /** CREATE_CHILD_SA that replaces the IKE SA. */
    record RekeyIke(long newSpiI, Octets ni, KeyExchangeMethod.KeyPair pair) implements Pending {}

    /** CREATE_CHILD_SA that makes a child, in place of {@code old} when that is not null. */
    record Child(
            @Nullable ChildSa old,
            Octets newSpi,
            Octets ni,
            KeyExchangeMethod.@Nullable KeyPair pair)
            implements Pending {}

    record DeleteChild(ChildSa child) implements Pending {}

    /**
     * Delete of the SA the request travels in; {@code replaced}: a rekeyed SA goes, the session
     * stays.
     */
    record DeleteIke(boolean replaced) implements Pending {}

    record Liveness() implements Pending {}
}
