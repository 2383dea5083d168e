package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.crypto.SigningIdentity;
import io.flexaaa.protocol.wire.Octets;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** Keys of every kind; made once, for RSA takes its time. */
enum KeyPairs {
    RSA(AuthMethod.RSA),
    P256(AuthMethod.ECDSA),
    P384(AuthMethod.ECDSA),
    ED25519(AuthMethod.EDDSA);

    private final AuthMethod kind;
    private final KeyPair pair;

    KeyPairs(AuthMethod kind) {
        this.kind = kind;
        this.pair = generate();
    }

    KeyPair pair() {
        return pair;
    }

    /** The certificate is the shell's business, so any octets do. */
    SigningIdentity identity() {
        return new SigningIdentity(
                pair.getPrivate(), kind, List.of(Octets.ofUtf8("hub certificate")), Octets.EMPTY);
    }

    private KeyPair generate() {
        try {
            return switch (this) {
                case RSA -> {
                    KeyPairGenerator g = KeyPairGenerator.getInstance("RSA");
                    g.initialize(2048);
                    yield g.generateKeyPair();
                }
                case P256 -> ec("secp256r1");
                case P384 -> ec("secp384r1");
                case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator g = KeyPairGenerator.getInstance("EC");
        g.initialize(new ECGenParameterSpec(curve));
        return g.generateKeyPair();
    }
}
