package io.flexaaa.ikev2;

import org.jspecify.annotations.Nullable;

/**
 * The algorithms one child SA runs with; {@code integrity} is null exactly for AEAD ciphers. {@code
 * pfsGroup} is the group of the CREATE_CHILD_SA exchange that made it, if that had one.
 */
public record EspSuite(
        Encryption encryption,
        @Nullable Integrity integrity,
        boolean esn,
        @Nullable Group pfsGroup) {}
