package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.math.BigInteger;

/** A MODP group of RFC 3526, generator 2. */
final class ModpMethod implements KeyExchangeMethod {
    /**
     * RFC 3526 §8 estimates up to 320 bits of exponent for 2048-bit and 480 for 4096-bit groups;
     * twice a 256-bit strength serves all of them.
     */
    private static final int EXPONENT_OCTETS = 64;

    private final BigInteger p;
    private final int octets;

    ModpMethod(BigInteger p) {
        this.p = p;
        this.octets = p.bitLength() / 8;
    }

    @Override
    public KeyPair generate(Entropy entropy) {
        // The top bit set: no short exponents.
        BigInteger x =
                new BigInteger(1, entropy.bytes(EXPONENT_OCTETS)).setBit(EXPONENT_OCTETS * 8 - 1);
        return new Pair(x, BigInteger.TWO.modPow(x, p));
    }

    private final class Pair implements KeyPair {
        private final BigInteger x;
        private final Octets publicValue;

        Pair(BigInteger x, BigInteger y) {
            this.x = x;
            this.publicValue = Octets.wrap(Unsigned.fixed(y, octets));
        }

        @Override
        public Octets publicValue() {
            return publicValue;
        }

        @Override
        public Secret shared(Octets peerPublic) throws DecodeException {
            if (peerPublic.length() != octets) {
                throw new DecodeException(
                        "KE", peerPublic.length() + " octets, the group's values have " + octets);
            }
            BigInteger y = new BigInteger(1, peerPublic.toArray());
            // RFC 6989 §2.1: for safe primes 1 < y < p-1 keeps out the subgroups of order 1 and 2.
            boolean tooSmall = y.compareTo(BigInteger.ONE) <= 0;
            if (tooSmall || y.compareTo(p.subtract(BigInteger.ONE)) >= 0) {
                throw new DecodeException("KE", "public value outside 1 < y < p-1");
            }
            return Secret.wrap(Unsigned.fixed(y.modPow(x, p), octets));
        }
    }
}
