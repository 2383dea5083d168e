package io.flexaaa.server.access;

import io.flexaaa.protocol.mschap.MppeKeys;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

/** What becomes of an Access-Request. */
public sealed interface Verdict {

    /** The peer's keys and attributes, as they are for this request. */
    record AcceptPeer(PeerEntry peer, Attributes attributes) implements Verdict {}

    /** The group's attributes, as they are for this request; never a key. */
    record AcceptGroup(GroupEntry group, Attributes attributes) implements Verdict {}

    /** The user's attributes, asked for by a hub: never a key or password. */
    record AcceptUser(UserEntry user) implements Verdict {}

    /**
     * The user has logged in.
     *
     * @param attributes what {@link Grants} gives; of {@code LoginService}, the user's own
     */
    record AcceptLogin(UserEntry user, @Nullable MsChapProof proof, Attributes attributes)
            implements Verdict {

        public AcceptLogin(UserEntry user, @Nullable MsChapProof proof) {
            this(user, proof, user.attributes());
        }

        AcceptLogin with(Attributes granted) {
            return new AcceptLogin(user, proof, granted);
        }
    }

    /** The password is right; now the one-time code is wanted. */
    record Challenge(UserEntry user, Octets state, int seconds) implements Verdict {}

    record Reject(Reason reason) implements Verdict {}

    /** A person's login: for {@code LoginService} to decide, which may take a while. */
    record Login() implements Verdict {}

    /** No decision: more logins wait than the server takes on. */
    record Busy() implements Verdict {}

    /** What MS-CHAPv2 answers the user's proof with (RFC 2759 §5), and the session keys. */
    record MsChapProof(int identifier, String response, MppeKeys keys) {}
}
