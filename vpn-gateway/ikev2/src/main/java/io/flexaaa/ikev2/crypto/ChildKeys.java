package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Secret;

/**
 * Keys of a child SA pair, RFC 7296 §2.17: {@code initiator…} protects what the initiator of the
 * exchange sends. An AEAD's encryption key ends with its 4-octet salt, and its integrity keys are
 * empty.
 */
public record ChildKeys(
        Secret initiatorEncryption,
        Secret initiatorIntegrity,
        Secret responderEncryption,
        Secret responderIntegrity)
        implements AutoCloseable {
    @Override
    public void close() {
        initiatorEncryption.close();
        initiatorIntegrity.close();
        responderEncryption.close();
        responderIntegrity.close();
    }
}
