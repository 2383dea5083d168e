package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * What they are given who have proved who they are: attributes by policy, addresses from pools. A
 * user gets its group's settings, too; a peer's hub asks for the group by itself.
 */
public interface Grants {

    /** For whom it is at which time; the configuration is that of the request. */
    record At(NasEntry nas, @Nullable String callingStationId, Snapshot snapshot, long nowMs) {}

    /** What became of it. */
    sealed interface Grant {
        record Given(Attributes attributes, int octets) implements Grant {}

        /**
         * @param detail what of the configuration is against it
         */
        record Refused(Reason reason, String detail) implements Grant {}

        /** The database does not say which address; the NAS will ask again. */
        record Later() implements Grant {}
    }

    /** {@code done} is told at once where no address is lent, else on another thread. */
    void grant(UserEntry user, At at, Consumer<Grant> done);

    /** As above; without the peer's keys, for who has proved a certificate needs none. */
    void grant(PeerEntry peer, At at, Consumer<Grant> done);
}
