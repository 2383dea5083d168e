package io.flexaaa.server.user;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.SnapshotService;

import org.springframework.stereotype.Component;

import java.util.Locale;

/** What a user's password must be. The password itself is in no message. */
@Component
class UserPasswords {

    /** User-Password carries at most 128 octets (RFC 2865 §5.2). */
    private static final int MAX_OCTETS = 128;

    private static final int MIN_CHARACTERS = 8;

    /** IOS's constant in key and authorization look-ups. */
    private static final String LOOKUPS_DEFAULT = "cisco";

    private final SnapshotService snapshots;

    UserPasswords(SnapshotService snapshots) {
        this.snapshots = snapshots;
    }

    void check(Check check, String user, PasswordWrite write) {
        String value = write.value() == null ? "" : write.value();
        if (write.storage() == PasswordStorage.NONE) {
            check.require(
                    value.isEmpty(),
                    "password.value",
                    null,
                    "is given, and storage is none",
                    "choose storage hash or reversible, or leave the password out");
            return;
        }
        String hash = write.hash();
        if (hash != null) {
            check.require(
                    write.storage() == PasswordStorage.HASH
                            && value.isEmpty()
                            && Argon2Hash.parse(hash) != null,
                    "password.hash",
                    null,
                    "is no Argon2id hash, or not alone",
                    "write $argon2id$v=19$m=...,t=...,p=...$salt$hash with storage hash and no"
                            + " value");
            return;
        }
        Secret secret = Secret.ofUtf8(value);
        check.require(
                !value.equalsIgnoreCase(LOOKUPS_DEFAULT) && !isOfLookups(secret),
                "password.value",
                null,
                "is the authorization password of look-ups, which everybody knows",
                "choose one that no hub is configured with");
        check.require(
                value.length() >= MIN_CHARACTERS && secret.length() <= MAX_OCTETS,
                "password.value",
                null,
                "has "
                        + value.length()
                        + " characters in "
                        + secret.length()
                        + " octets, not at least "
                        + MIN_CHARACTERS
                        + " and at most "
                        + MAX_OCTETS
                        + " octets",
                "use a sentence of some words");
        check.require(
                value.chars().noneMatch(c -> c < 0x20 || c == 0x7f),
                "password.value",
                null,
                "holds a control character",
                "use printable characters");
        check.require(
                !value.toLowerCase(Locale.ROOT).equals(user.toLowerCase(Locale.ROOT)),
                "password.value",
                null,
                "is the user's name",
                "choose something that nobody guesses first");
    }

    private boolean isOfLookups(Secret value) {
        for (NasEntry nas : snapshots.current().nasEntries()) {
            if (nas.authorizationPassword().matches(value)) return true;
        }
        return false;
    }
}
