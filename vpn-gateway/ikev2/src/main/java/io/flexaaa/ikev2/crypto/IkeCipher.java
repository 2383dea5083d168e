package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

/**
 * Protects one direction of one IKE SA: encrypt-then-MAC (RFC 7296 §3.14) or an AEAD (RFC 5282,
 * 7634). Not thread-safe; make exactly one per direction and key, because the AEAD's nonce counter
 * lives in it.
 */
public abstract sealed class IkeCipher permits AeadCipher, CbcHmacCipher {
    /**
     * The cipher for messages that the original initiator of the SA sends ({@code initiator}), or
     * the responder.
     */
    public static IkeCipher of(IkeSuite suite, IkeKeys keys, boolean initiator) {
        Secret encryption = initiator ? keys.ei() : keys.er();
        Secret authentication = initiator ? keys.ai() : keys.ar();
        IntegrityAlgorithm integrity = suite.integrity();
        return integrity == null
                ? new AeadCipher(suite.encryption(), encryption)
                : new CbcHmacCipher(suite.encryption(), encryption, integrity, authentication);
    }

    /** Octets that IV, padding, pad length and ICV add to {@code innerOctets} of content. */
    abstract int overhead(int innerOctets);

    /** Largest content that fits into {@code bodyOctets} of SK or SKF body. */
    abstract int capacity(int bodyOctets);

    /**
     * Fills {@code packet} from {@code bodyAt} to its end with IV, ciphertext and ICV of {@code
     * inner}. Everything before {@code bodyAt} is final (lengths included) and gets authenticated.
     */
    abstract void seal(
            byte[] packet, int bodyAt, byte[] inner, int innerAt, int innerOctets, Entropy e);

    /**
     * Verifies the message at {@code off} of {@code len} octets, whose SK body begins at {@code
     * bodyAt}, and returns the content without padding.
     *
     * @throws DecodeException when the checksum is wrong or the body cannot be one of ours
     */
    abstract byte[] open(byte[] packet, int off, int len, int bodyAt) throws DecodeException;
}
