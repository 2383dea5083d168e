package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.policy.LoginPlan;
import io.flexaaa.server.secrets.Argon2Hash;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A human user as the request path needs it. A method that cannot ask for the one-time code must
 * refuse a user who has {@code totp}.
 *
 * @param password the password itself, when it is stored so that it can be opened
 * @param hash else its hash, good for PAP and whatever hands over the password
 * @param totp the secret of the second factor (RFC 6238), when the user has one
 * @param unreadable why a sealed value of this user does not open: then nobody logs in with it
 * @param attributes all of the reply that is the same every time, encoded once
 * @param octets size of {@code attributes} on the wire
 * @param plan what a login gets, where that is more than {@code attributes} or depends on the
 *     request; else null
 */
public record UserEntry(
        long id,
        String name,
        boolean enabled,
        @Nullable Instant validUntil,
        @Nullable String group,
        @Nullable Secret password,
        @Nullable Argon2Hash hash,
        @Nullable Secret totp,
        @Nullable String unreadable,
        @Nullable Integer acctInterimSeconds,
        Attributes attributes,
        int octets,
        @Nullable LoginPlan plan) {

    public UserEntry(
            long id,
            String name,
            boolean enabled,
            @Nullable Instant validUntil,
            @Nullable String group,
            @Nullable Secret password,
            @Nullable Argon2Hash hash,
            @Nullable Secret totp,
            @Nullable String unreadable,
            @Nullable Integer acctInterimSeconds,
            Attributes attributes,
            int octets) {
        this(
                id,
                name,
                enabled,
                validUntil,
                group,
                password,
                hash,
                totp,
                unreadable,
                acctInterimSeconds,
                attributes,
                octets,
                null);
    }
}
