package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

/** One key exchange: makes our half and combines it with the peer's. */
public interface KeyExchangeMethod {
    /** Makes an ephemeral key pair from the entropy given. */
    KeyPair generate(Entropy entropy);

    /**
     * The responder's whole turn. Diffie-Hellman makes a pair and combines; a KEM would encapsulate
     * here, which is why responders should call this rather than {@link #generate}.
     *
     * @throws DecodeException when the peer's public value is not a member of the group
     */
    default Response respond(Octets peerPublic, Entropy entropy) throws DecodeException {
        KeyPair ours = generate(entropy);
        return new Response(ours.publicValue(), ours.shared(peerPublic));
    }

    /** Our ephemeral half. */
    interface KeyPair {
        /** What goes into our KE payload. */
        Octets publicValue();

        /**
         * The shared secret g^ir, checked as RFC 6989 asks.
         *
         * @throws DecodeException when the peer's public value is not a member of the group
         */
        Secret shared(Octets peerPublic) throws DecodeException;
    }

    record Response(Octets publicValue, Secret shared) {}
}
