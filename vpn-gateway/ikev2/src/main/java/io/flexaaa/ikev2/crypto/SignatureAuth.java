package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.crypto.SignatureScheme.Hash;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;

/**
 * AUTH by signature over the octets of RFC 7296 §2.15: method 14 with an AlgorithmIdentifier where
 * both sides know RFC 7427, else RSA (1) and ECDSA with the curve's hash (9 to 11, RFC 4754).
 */
public final class SignatureAuth {
    /** What we announce in SIGNATURE_HASH_ALGORITHMS. */
    public static final List<Hash> HASHES =
            List.of(Hash.SHA2_256, Hash.SHA2_384, Hash.SHA2_512, Hash.IDENTITY);

    /** RFC 8247 §4.1: keys below 2048 bits prove nothing today. */
    private static final int LEAST_RSA_BITS = 2048;

    /** A peer without RFC 7427 must have PKCS#1 v1.5; the DigestInfo inside tells the hash. */
    private static final List<String> CLASSIC_RSA =
            List.of("SHA256withRSA", "SHA1withRSA", "SHA384withRSA", "SHA512withRSA");

    private SignatureAuth() {}

    public static boolean isSignature(int method) {
        return method == Authentication.RSA_SIGNATURE
                || method == Authentication.ECDSA_256
                || method == Authentication.ECDSA_384
                || method == Authentication.ECDSA_521
                || method == Authentication.DIGITAL_SIGNATURE;
    }

    /** The kind of a certificate's key; null for one we cannot verify with. */
    public static @Nullable AuthMethod kind(PublicKey key) {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.fits(key)) {
                return scheme.kind();
            }
        }
        return null;
    }

    /**
     * @param peerHashes what the peer can verify (its SIGNATURE_HASH_ALGORITHMS); empty = it knows
     *     no RFC 7427
     * @throws GeneralSecurityException the key cannot sign for such a peer
     */
    public static Authentication sign(
            SigningIdentity identity, Octets signedOctets, Set<Integer> peerHashes)
            throws GeneralSecurityException {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            if (scheme.fits(identity.key())
                    && strongEnough(scheme, identity.key())
                    && peerHashes.contains(scheme.hash().number())) {
                Signature signer = scheme.signer(identity.key());
                signer.update(signedOctets.toArray());
                return new Authentication(
                        Authentication.DIGITAL_SIGNATURE,
                        Octets.of(scheme.identifier().length())
                                .plus(scheme.identifier())
                                .plus(Octets.wrap(signer.sign())));
            }
        }
        return classic(identity, signedOctets);
    }

    /** A P-384 key with SHA-256 would be no stronger than P-256. */
    private static boolean strongEnough(SignatureScheme scheme, Object key) {
        if (!(key instanceof ECKey ec)) {
            return true;
        }
        int bits = ec.getParams().getOrder().bitLength();
        return switch (scheme.hash()) {
            case SHA2_256 -> bits <= 256;
            case SHA2_384 -> bits <= 384;
            case SHA2_512, IDENTITY -> true;
        };
    }

    private static Authentication classic(SigningIdentity identity, Octets signedOctets)
            throws GeneralSecurityException {
        if (identity.key() instanceof RSAKey) {
            // RFC 7296 §3.8: SHA-1 is what a peer without RFC 7427 is sure to verify.
            Signature signer = Signature.getInstance("SHA1withRSA");
            signer.initSign(identity.key());
            signer.update(signedOctets.toArray());
            return new Authentication(Authentication.RSA_SIGNATURE, Octets.wrap(signer.sign()));
        }
        if (identity.key() instanceof ECKey ec) {
            Curve curve = Curve.of(ec.getParams().getOrder().bitLength());
            if (curve != null) {
                Signature signer = Signature.getInstance(curve.jca);
                signer.initSign(identity.key());
                signer.update(signedOctets.toArray());
                return new Authentication(curve.method, Octets.wrap(signer.sign()));
            }
        }
        throw new GeneralSecurityException(
                "the peer announced no hash that goes with our "
                        + identity.kind()
                        + " key; it needs RFC 7427 with SHA2-256 or, for Ed25519, RFC 8420");
    }

    /** RFC 4754 §3: r and s side by side, not in DER. */
    private enum Curve {
        P256(256, Authentication.ECDSA_256, "SHA256withECDSAinP1363Format"),
        P384(384, Authentication.ECDSA_384, "SHA384withECDSAinP1363Format"),
        P521(521, Authentication.ECDSA_521, "SHA512withECDSAinP1363Format");

        private final int bits;
        private final int method;
        private final String jca;

        Curve(int bits, int method, String jca) {
            this.bits = bits;
            this.method = method;
            this.jca = jca;
        }

        static @Nullable Curve of(int bits) {
            for (Curve curve : values()) {
                if (curve.bits == bits) {
                    return curve;
                }
            }
            return null;
        }
    }

    /** Whether {@code auth} is this key's signature over {@code signedOctets}. */
    public static boolean verify(Authentication auth, PublicKey key, Octets signedOctets) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            return false;
        }
        try {
            return switch (auth.method()) {
                case Authentication.DIGITAL_SIGNATURE -> digital(auth.data(), key, signedOctets);
                case Authentication.RSA_SIGNATURE -> classicRsa(auth.data(), key, signedOctets);
                case Authentication.ECDSA_256, Authentication.ECDSA_384, Authentication.ECDSA_521 ->
                        classicEcdsa(auth, key, signedOctets);
                default -> false;
            };
        } catch (GeneralSecurityException notASignature) {
            // The peer chose these octets: what cannot even be read proves nothing.
            return false;
        }
    }

    private static boolean digital(Octets data, PublicKey key, Octets signedOctets)
            throws GeneralSecurityException {
        int length = data.u8(0);
        if (data.length() <= 1 + length) {
            return false;
        }
        SignatureScheme scheme = SignatureScheme.ofIdentifier(data.slice(1, 1 + length));
        return scheme != null
                && scheme.fits(key)
                && check(scheme.verifier(key), data.slice(1 + length, data.length()), signedOctets);
    }

    private static boolean classicRsa(Octets data, PublicKey key, Octets signedOctets)
            throws GeneralSecurityException {
        if (!(key instanceof RSAPublicKey)) {
            return false;
        }
        for (String algorithm : CLASSIC_RSA) {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            if (check(verifier, data, signedOctets)) {
                return true;
            }
        }
        return false;
    }

    private static boolean classicEcdsa(Authentication auth, PublicKey key, Octets signedOctets)
            throws GeneralSecurityException {
        Curve curve =
                key instanceof ECPublicKey ec
                        ? Curve.of(ec.getParams().getOrder().bitLength())
                        : null;
        if (curve == null || curve.method != auth.method()) {
            return false;
        }
        Signature verifier = Signature.getInstance(curve.jca);
        verifier.initVerify(key);
        return check(verifier, auth.data(), signedOctets);
    }

    private static boolean check(Signature verifier, Octets signature, Octets signedOctets)
            throws GeneralSecurityException {
        verifier.update(signedOctets.toArray());
        return verifier.verify(signature.toArray());
    }
}
