package io.flexaaa.server.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Locale;

/** What kinds of keys the built-in authority makes and signs. */
public enum KeyKind {
    EC_P256("EC", new ECGenParameterSpec("secp256r1")),
    EC_P384("EC", new ECGenParameterSpec("secp384r1")),
    RSA_2048("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    RSA_3072("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4)),
    /** For IKEv2; the JDK's TLS does not sign with it, so it is no server identity. */
    ED25519("Ed25519", null);

    private final String algorithm;
    private final @org.jspecify.annotations.Nullable AlgorithmParameterSpec parameters;

    KeyKind(
            String algorithm,
            @org.jspecify.annotations.Nullable AlgorithmParameterSpec parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    /** Stable; as in {@code ec-p256}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) generator.initialize(parameters, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(code() + " is part of every JDK", e);
        }
    }

    /** What a key of that kind signs with. */
    static String signature(Key key) {
        return switch (key) {
            case ECKey ec when ec.getParams().getOrder().bitLength() > 256 -> "SHA384withECDSA";
            case ECKey _ -> "SHA256withECDSA";
            case RSAKey _ -> "SHA256withRSA";
            default -> "Ed25519";
        };
    }

    /** In words for people; also of kinds that others made. */
    static String describe(PublicKey key) {
        return switch (key) {
            case ECKey ec -> "ec-p" + ec.getParams().getOrder().bitLength();
            case RSAKey rsa -> "rsa-" + rsa.getModulus().bitLength();
            default -> key.getAlgorithm().toLowerCase(Locale.ROOT);
        };
    }

    /** Whether a key somebody else made is strong enough to be certified or shown here. */
    static boolean strong(PublicKey key) {
        return switch (key) {
            case ECKey ec -> ec.getParams().getOrder().bitLength() >= 256;
            case RSAKey rsa -> rsa.getModulus().bitLength() >= 2048;
            default ->
                    key.getAlgorithm().equals("EdDSA")
                            || key.getAlgorithm().equals("Ed25519")
                            || key.getAlgorithm().equals("Ed448");
        };
    }
}
