package io.flexaaa.server.access.eap;

import io.flexaaa.server.access.Grants;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** Who logs in by EAP: a user, or with a certificate also a peer. */
sealed interface EapAccount {

    record User(UserEntry entry) implements EapAccount {}

    record Peer(PeerEntry entry) implements EapAccount {}

    static @Nullable EapAccount user(Snapshot snapshot, String name) {
        UserEntry user = snapshot.user(name);
        return user == null ? null : new User(user);
    }

    static @Nullable EapAccount userOrPeer(Snapshot snapshot, String name) {
        EapAccount user = user(snapshot, name);
        if (user != null) return user;
        PeerEntry peer = snapshot.peer(name);
        return peer == null ? null : new Peer(peer);
    }

    default String name() {
        return switch (this) {
            case User(UserEntry user) -> user.name();
            case Peer(PeerEntry peer) -> peer.name();
        };
    }

    default String kind() {
        return switch (this) {
            case User _ -> "user";
            case Peer _ -> "peer";
        };
    }

    default @Nullable Integer acctInterimSeconds() {
        return switch (this) {
            case User(UserEntry user) -> user.acctInterimSeconds();
            case Peer(PeerEntry peer) -> peer.acctInterimSeconds();
        };
    }

    default void grant(Grants grants, Grants.At at, Consumer<Grants.Grant> done) {
        switch (this) {
            case User(UserEntry user) -> grants.grant(user, at, done);
            case Peer(PeerEntry peer) -> grants.grant(peer, at, done);
        }
    }
}
