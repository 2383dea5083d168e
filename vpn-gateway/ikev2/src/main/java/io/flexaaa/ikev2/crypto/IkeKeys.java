package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Secret;

/**
 * The seven keys of an IKE SA, RFC 7296 §2.14. With an AEAD {@code ai} and {@code ar} are empty
 * (RFC 5282 §7.1).
 */
public record IkeKeys(Secret d, Secret ai, Secret ar, Secret ei, Secret er, Secret pi, Secret pr)
        implements AutoCloseable {
    @Override
    public void close() {
        d.close();
        ai.close();
        ar.close();
        ei.close();
        er.close();
        pi.close();
        pr.close();
    }
}
