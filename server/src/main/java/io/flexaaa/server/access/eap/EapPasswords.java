package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.Reason;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

/** What EAP shares with the other logins: locks, one-time codes, hashes, counts of failures. */
interface EapPasswords {

    /** What a password the peer handed over comes to. */
    sealed interface Checked {
        record Right() implements Checked {}

        /** The password is right; the next call brings the one-time code with this State. */
        record CodeWanted(Octets state) implements Checked {}

        record Wrong(Reason reason) implements Checked {}
    }

    /**
     * Codes, locks and counts included.
     *
     * @param state of the {@link Checked.CodeWanted} this is the answer to, or null
     */
    Checked check(EapRequest request, UserEntry user, Secret password, @Nullable Octets state);

    /** Why this user may not try at all, where the method only computes with the password. */
    @Nullable Reason standing(EapRequest request, UserEntry user);

    /** A method that computes with the password has ended. */
    void tried(UserEntry user, boolean right, long nowMs);

    /** Who was let in, for the accounting that follows. */
    void accepted(EapRequest request, EapAccount account, Attributes granted);
}
