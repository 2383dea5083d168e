package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;

import javax.crypto.KeyAgreement;

/** A random ECP group of RFC 5903: public value x | y, shared secret x. */
final class EcpMethod implements KeyExchangeMethod {
    private final ECParameterSpec curve;
    private final BigInteger p;
    private final int coordinateOctets;
    private final ThreadLocal<Engines> engines;

    EcpMethod(String name) {
        this.curve = Jca.make(() -> parameters(name));
        this.p = ((ECFieldFp) curve.getCurve().getField()).getP();
        this.coordinateOctets = (p.bitLength() + 7) / 8;
        this.engines = ThreadLocal.withInitial(() -> Jca.make(Engines::make));
    }

    private record Engines(KeyPairGenerator generator, KeyFactory factory, KeyAgreement agreement) {
        static Engines make() throws GeneralSecurityException {
            return new Engines(
                    KeyPairGenerator.getInstance("EC"),
                    KeyFactory.getInstance("EC"),
                    KeyAgreement.getInstance("ECDH"));
        }
    }

    private static ECParameterSpec parameters(String name) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    @Override
    public KeyPair generate(Entropy entropy) {
        KeyPairGenerator generator = engines.get().generator();
        try {
            generator.initialize(curve, new EntropyRandom(entropy));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key pair on " + curve, e);
        }
        java.security.KeyPair pair = generator.generateKeyPair();
        ECPoint w = ((ECPublicKey) pair.getPublic()).getW();
        Octets x = Octets.wrap(Unsigned.fixed(w.getAffineX(), coordinateOctets));
        Octets y = Octets.wrap(Unsigned.fixed(w.getAffineY(), coordinateOctets));
        return new Pair(pair.getPrivate(), x.plus(y));
    }

    /** The pair of a known scalar, for the RFC's vectors. */
    KeyPair of(BigInteger scalar, Octets publicValue) {
        return new Pair(
                Jca.make(() ->
                        engines.get()
                                .factory()
                                .generatePrivate(new ECPrivateKeySpec(scalar, curve))),
                publicValue);
    }

    private final class Pair implements KeyPair {
        private final PrivateKey privateKey;
        private final Octets publicValue;

        Pair(PrivateKey privateKey, Octets publicValue) {
            this.privateKey = privateKey;
            this.publicValue = publicValue;
        }

        @Override
        public Octets publicValue() {
            return publicValue;
        }

        @Override
        public Secret shared(Octets peerPublic) throws DecodeException {
            ECPoint point = point(peerPublic);
            Engines e = engines.get();
            try {
                e.agreement().init(privateKey);
                e.agreement()
                        .doPhase(
                                e.factory().generatePublic(new ECPublicKeySpec(point, curve)),
                                true);
                return Secret.wrap(e.agreement().generateSecret());
            } catch (GeneralSecurityException x) {
                throw new DecodeException("KE", "public value refused: " + x.getMessage());
            }
        }
    }

    /** RFC 6989 §2.3: both coordinates in range and the point on the curve; the cofactor is 1. */
    private ECPoint point(Octets value) throws DecodeException {
        if (value.length() != 2 * coordinateOctets) {
            throw new DecodeException(
                    "KE",
                    value.length() + " octets, the group's values have " + 2 * coordinateOctets);
        }
        BigInteger x = new BigInteger(1, value.slice(0, coordinateOctets).toArray());
        BigInteger y = new BigInteger(1, value.slice(coordinateOctets, value.length()).toArray());
        BigInteger right =
                x.multiply(x)
                        .add(curve.getCurve().getA())
                        .multiply(x)
                        .add(curve.getCurve().getB())
                        .mod(p);
        boolean inRange = x.compareTo(p) < 0 && y.compareTo(p) < 0;
        if (!inRange || !y.multiply(y).mod(p).equals(right)) {
            throw new DecodeException("KE", "public value is not a point of the curve");
        }
        return new ECPoint(x, y);
    }
}
