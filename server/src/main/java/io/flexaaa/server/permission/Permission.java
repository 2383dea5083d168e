package io.flexaaa.server.permission;

import java.util.Arrays;
import java.util.Optional;

/** What a caller of the REST API may be allowed to do. The spelling is stable: tokens store it. */
public enum Permission {
    /** No sign-in needed; only for the health probe and for signing in. */
    ANYONE("anyone"),
    /** Any signed-in operator or token, whatever its role. */
    SIGNED_IN("signed-in"),
    PEERS_READ("peers:read"),
    PEERS_WRITE("peers:write"),
    USERS_READ("users:read"),
    USERS_WRITE("users:write"),
    NAS_READ("nas:read"),
    NAS_WRITE("nas:write"),
    /** Save although policy tests then fail. */
    POLICY_OVERRIDE("policy:override"),
    SESSIONS_READ("sessions:read"),
    SESSIONS_CONTROL("sessions:control"),
    LOG_READ("log:read"),
    AUDIT_READ("audit:read"),
    OPERATORS_WRITE("operators:write"),
    CERTIFICATES_READ("certificates:read"),
    CERTIFICATES_WRITE("certificates:write"),
    WEBHOOKS_MANAGE("webhooks:manage"),
    SECRETS_REVEAL("secrets:reveal"),
    /** Secrets in an export, sealed by a passphrase or in clear. */
    SECRETS_EXPORT("secrets:export"),
    /** Master keys: see which, rotate, remove. */
    KEYS_ROTATE("keys:rotate");

    private final String code;

    Permission(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /**
     * Whether roles and tokens can hold it; {@link #ANYONE} and {@link #SIGNED_IN} are not held.
     */
    public boolean grantable() {
        return this != ANYONE && this != SIGNED_IN;
    }

    public static Optional<Permission> ofCode(String code) {
        return Arrays.stream(values())
                .filter(p -> p.grantable() && p.code.equals(code))
                .findFirst();
    }
}
