package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.PeerEntry;

/** What becomes of an Access-Request. */
public sealed interface Verdict {

    /** The peer's keys and attributes, as they are for this request. */
    record AcceptPeer(PeerEntry peer, Attributes attributes) implements Verdict {}

    /** The group's attributes, as they are for this request; never a key. */
    record AcceptGroup(GroupEntry group, Attributes attributes) implements Verdict {}

    record Reject(Reason reason) implements Verdict {}
}
