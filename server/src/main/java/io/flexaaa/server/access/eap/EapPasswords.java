package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

/** What EAP shares with the other logins: locks, one-time codes, hashes, counts of failures. */
interface EapPasswords {

    /** Why a password the peer handed over is not taken, codes and counts included; else null. */
    @Nullable Reason check(EapRequest request, UserEntry user, Secret password);

    /** Why this user may not try at all, where the method only computes with the password. */
    @Nullable Reason standing(EapRequest request, UserEntry user);

    /** A method that computes with the password has ended. */
    void tried(UserEntry user, boolean right, long nowMs);

    /** Who was let in, for the accounting that follows. */
    void accepted(EapRequest request, EapAccount account);
}
