package io.flexaaa.protocol.eap;

import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

/**
 * Who was authenticated, and the key that came of it.
 *
 * @param user the name that was proved: the inner one where a tunnel hides it
 * @param msk 64 octets (RFC 3748 §7.10); null for a method without keys. The EMSK is not kept.
 */
public record EapSuccess(String user, @Nullable Secret msk) {
    public static final int MSK_OCTETS = 64;
}
