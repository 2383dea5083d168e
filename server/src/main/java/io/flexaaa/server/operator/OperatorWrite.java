package io.flexaaa.server.operator;

import org.jspecify.annotations.Nullable;

/**
 * An account as an import brings it.
 *
 * @param passwordHash Argon2, as an export with secrets writes it; absent keeps the one in force
 */
public record OperatorWrite(
        @Nullable Role role, @Nullable Boolean enabled, @Nullable String passwordHash) {
    @Override
    public String toString() {
        return "OperatorWrite[role=" + role + ", enabled=" + enabled + "]";
    }
}
