package io.flexaaa.server.access;

import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.PeerEntry;

/** What becomes of an Access-Request. */
public sealed interface Verdict {

    /** The peer's keys and attributes. */
    record AcceptPeer(PeerEntry peer) implements Verdict {}

    /** The group's attributes; never a key. */
    record AcceptGroup(GroupEntry group) implements Verdict {}

    record Reject(Reason reason) implements Verdict {}
}
