package io.flexaaa.server.session;

/** Who is connected now, from memory. */
public interface Presence {

    /** Whether the peer has a session that is up or stale. */
    boolean online(String peerName);
}
