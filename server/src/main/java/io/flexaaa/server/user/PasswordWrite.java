package io.flexaaa.server.user;

import org.jspecify.annotations.Nullable;

/** A new password; {@code value} is absent only with storage none. */
public record PasswordWrite(PasswordStorage storage, @Nullable String value) {
    @Override
    public String toString() {
        return "PasswordWrite[storage=" + storage + "]";
    }
}
