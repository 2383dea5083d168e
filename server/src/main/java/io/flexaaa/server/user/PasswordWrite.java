package io.flexaaa.server.user;

import org.jspecify.annotations.Nullable;

/**
 * A new password; {@code value} is absent only with storage none, or when there is a hash.
 *
 * @param hash with storage hash: what another server made of the password, {@code $argon2id$...}
 */
public record PasswordWrite(
        PasswordStorage storage, @Nullable String value, @Nullable String hash) {

    public PasswordWrite(PasswordStorage storage, @Nullable String value) {
        this(storage, value, null);
    }

    @Override
    public String toString() {
        return "PasswordWrite[storage=" + storage + "]";
    }
}
