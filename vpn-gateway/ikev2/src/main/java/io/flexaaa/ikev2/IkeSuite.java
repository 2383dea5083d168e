package io.flexaaa.ikev2;

import org.jspecify.annotations.Nullable;

/** The algorithms one IKE SA runs with; {@code integrity} is null exactly for AEAD ciphers. */
public record IkeSuite(
        Encryption encryption, @Nullable Integrity integrity, Prf prf, Group group) {}
