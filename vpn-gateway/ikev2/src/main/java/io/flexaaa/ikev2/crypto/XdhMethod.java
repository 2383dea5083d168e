package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;

import javax.crypto.KeyAgreement;

/** Curve25519 for IKEv2, RFC 8031. */
final class XdhMethod implements KeyExchangeMethod {
    private static final int OCTETS = 32;
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final ThreadLocal<Engines> engines =
            ThreadLocal.withInitial(() -> Jca.make(Engines::make));

    private record Engines(KeyFactory factory, KeyAgreement agreement, PublicKey basePoint) {
        static Engines make() throws GeneralSecurityException {
            KeyFactory factory = KeyFactory.getInstance("X25519");
            PublicKey base =
                    factory.generatePublic(
                            new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT));
            return new Engines(factory, KeyAgreement.getInstance("X25519"), base);
        }

        byte[] multiply(PrivateKey scalar, PublicKey point) throws GeneralSecurityException {
            agreement.init(scalar);
            agreement.doPhase(point, true);
            return agreement.generateSecret();
        }
    }

    @Override
    public KeyPair generate(Entropy entropy) {
        Engines e = engines.get();
        try {
            PrivateKey scalar =
                    e.factory()
                            .generatePrivate(
                                    new XECPrivateKeySpec(
                                            NamedParameterSpec.X25519, entropy.bytes(OCTETS)));
            return new Pair(scalar, Octets.wrap(e.multiply(scalar, e.basePoint())));
        } catch (GeneralSecurityException x) {
            throw new IllegalStateException("no X25519 key pair", x);
        }
    }

    private final class Pair implements KeyPair {
        private final PrivateKey scalar;
        private final Octets publicValue;

        Pair(PrivateKey scalar, Octets publicValue) {
            this.scalar = scalar;
            this.publicValue = publicValue;
        }

        @Override
        public Octets publicValue() {
            return publicValue;
        }

        @Override
        public Secret shared(Octets peerPublic) throws DecodeException {
            if (peerPublic.length() != OCTETS) {
                throw new DecodeException(
                        "KE", peerPublic.length() + " octets, curve25519 values have " + OCTETS);
            }
            Engines e = engines.get();
            try {
                PublicKey point =
                        e.factory()
                                .generatePublic(
                                        new XECPublicKeySpec(
                                                NamedParameterSpec.X25519, coordinate(peerPublic)));
                return Secret.wrap(e.multiply(scalar, point));
            } catch (InvalidKeyException x) {
                // RFC 8031 §3.2 lets us refuse the all-zero result; the JDK does so by itself.
                throw new DecodeException("KE", "curve25519 point of small order");
            } catch (GeneralSecurityException x) {
                throw new IllegalStateException("no X25519 agreement", x);
            }
        }
    }

    /** RFC 7748 §5: little-endian, the top bit of the last octet ignored. */
    private static BigInteger coordinate(Octets value) {
        byte[] bigEndian = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            bigEndian[i] = (byte) value.u8(OCTETS - 1 - i);
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }
}
