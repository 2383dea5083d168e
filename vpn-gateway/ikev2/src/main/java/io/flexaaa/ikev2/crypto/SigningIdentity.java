package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.protocol.wire.Octets;

import java.security.PrivateKey;
import java.util.List;

/**
 * What we prove ourselves with by signature.
 *
 * @param kind RSA, ECDSA or EDDSA, as the key is
 * @param chain X.509 in DER, ours first; the root need not be there
 * @param subject the subject name in DER, for {@code identity local dn}
 */
public record SigningIdentity(PrivateKey key, AuthMethod kind, List<Octets> chain, Octets subject) {
    public SigningIdentity {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return kind + " key with " + chain.size() + " certificates";
    }
}
