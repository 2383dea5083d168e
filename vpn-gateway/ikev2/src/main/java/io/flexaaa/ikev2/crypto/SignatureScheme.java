package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * Signature algorithms of RFC 7427 with their AlgorithmIdentifier in DER as it goes in front of the
 * signature. SHA-1 is not among them: RFC 8247 §3.1.
 */
public enum SignatureScheme {
    ED25519(AuthMethod.EDDSA, Hash.IDENTITY, "300506032b6570", "Ed25519"),
    ED448(AuthMethod.EDDSA, Hash.IDENTITY, "300506032b6571", "Ed448"),
    ECDSA_SHA256(AuthMethod.ECDSA, Hash.SHA2_256, "300a06082a8648ce3d040302", "SHA256withECDSA"),
    ECDSA_SHA384(AuthMethod.ECDSA, Hash.SHA2_384, "300a06082a8648ce3d040303", "SHA384withECDSA"),
    ECDSA_SHA512(AuthMethod.ECDSA, Hash.SHA2_512, "300a06082a8648ce3d040304", "SHA512withECDSA"),
    RSA_SHA256(AuthMethod.RSA, Hash.SHA2_256, "300d06092a864886f70d01010b0500", "SHA256withRSA"),
    RSA_SHA384(AuthMethod.RSA, Hash.SHA2_384, "300d06092a864886f70d01010c0500", "SHA384withRSA"),
    RSA_SHA512(AuthMethod.RSA, Hash.SHA2_512, "300d06092a864886f70d01010d0500", "SHA512withRSA"),
    RSA_PSS_SHA256(AuthMethod.RSA, Hash.SHA2_256, pss("01", "20"), "RSASSA-PSS"),
    RSA_PSS_SHA384(AuthMethod.RSA, Hash.SHA2_384, pss("02", "30"), "RSASSA-PSS"),
    RSA_PSS_SHA512(AuthMethod.RSA, Hash.SHA2_512, pss("03", "40"), "RSASSA-PSS");

    /** IANA's IKEv2 hash algorithms: RFC 7427 §7, RFC 8420 §2. */
    public enum Hash {
        SHA2_256(2),
        SHA2_384(3),
        SHA2_512(4),
        IDENTITY(5);

        private final int number;

        Hash(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    private final AuthMethod kind;
    private final Hash hash;
    private final Octets identifier;
    private final String jca;

    SignatureScheme(AuthMethod kind, Hash hash, String identifier, String jca) {
        this.kind = kind;
        this.hash = hash;
        this.identifier = Octets.ofHex(identifier);
        this.jca = jca;
    }

    /** RFC 4055 §3.1 with one hash for both and a salt as long as it; {@code hash}: NIST's arc. */
    private static String pss(String hash, String saltOctets) {
        String digest = "300d06096086480165030402" + hash + "0500";
        return "304106092a864886f70d01010a3034a00f"
                + digest
                + "a11c301a06092a864886f70d010108"
                + digest
                + "a2030201"
                + saltOctets;
    }

    public AuthMethod kind() {
        return kind;
    }

    public Hash hash() {
        return hash;
    }

    /** DER; its length is the octet in front of it in AUTH. */
    public Octets identifier() {
        return identifier;
    }

    public static @Nullable SignatureScheme ofIdentifier(Octets der) {
        for (SignatureScheme scheme : values()) {
            if (scheme.identifier.equals(der)) {
                return scheme;
            }
        }
        return null;
    }

    /** Whether a key is of this scheme's kind, the curve of Edwards keys included. */
    boolean fits(Object key) {
        return switch (kind) {
            case RSA -> key instanceof RSAKey;
            case ECDSA -> key instanceof ECKey;
            case EDDSA ->
                    key instanceof EdECKey edwards && edwards.getParams().getName().equals(jca);
            case PSK, EAP -> false;
        };
    }

    Signature signer(PrivateKey key) throws GeneralSecurityException {
        Signature signature = instance();
        signature.initSign(key);
        return signature;
    }

    Signature verifier(PublicKey key) throws GeneralSecurityException {
        Signature signature = instance();
        signature.initVerify(key);
        return signature;
    }

    private Signature instance() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(jca);
        AlgorithmParameterSpec parameters =
                switch (this) {
                    case RSA_PSS_SHA256 -> pssParameters("SHA-256", MGF1ParameterSpec.SHA256, 32);
                    case RSA_PSS_SHA384 -> pssParameters("SHA-384", MGF1ParameterSpec.SHA384, 48);
                    case RSA_PSS_SHA512 -> pssParameters("SHA-512", MGF1ParameterSpec.SHA512, 64);
                    case ED25519, ED448, ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> null;
                    case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> null;
                };
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    private static PSSParameterSpec pssParameters(String hash, MGF1ParameterSpec mgf, int salt) {
        return new PSSParameterSpec(hash, "MGF1", mgf, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
