package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

/** Curve25519 for IKEv2, RFC 8031. */
final class XdhMethod implements KeyExchangeMethod {
    @Override
    public KeyPair generate(Entropy entropy) {
        byte[] scalar = entropy.bytes(X25519.OCTETS);
        return new Pair(scalar, Octets.wrap(X25519.publicValue(scalar)));
    }

    private static final class Pair implements KeyPair {
        private final byte[] scalar;
        private final Octets publicValue;

        Pair(byte[] scalar, Octets publicValue) {
            this.scalar = scalar;
            this.publicValue = publicValue;
        }

        @Override
        public Octets publicValue() {
            return publicValue;
        }

        @Override
        public Secret shared(Octets peerPublic) throws DecodeException {
            if (peerPublic.length() != X25519.OCTETS) {
                throw new DecodeException(
                        "KE",
                        peerPublic.length() + " octets, curve25519 values have " + X25519.OCTETS);
            }
            byte[] shared = X25519.multiply(scalar, peerPublic.toArray());
            int any = 0;
            for (byte b : shared) {
                any |= b;
            }
            // RFC 7748 §6.1 lets us check for the all-zero value, without saying where it differs.
            if (any == 0) {
                throw new DecodeException("KE", "curve25519 point of small order");
            }
            return Secret.wrap(shared);
        }
    }
}
