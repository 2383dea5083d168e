package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

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

    /** Without a peer's PSKs: who proved a certificate needs none. */
    default Attributes attributes() {
        return switch (this) {
            case User(UserEntry user) -> user.attributes();
            case Peer(PeerEntry peer) -> withoutKeys(peer);
        };
    }

    private static Attributes withoutKeys(PeerEntry peer) {
        if (peer.psk() == null) return peer.attributes();
        Attributes.Builder out = Attributes.builder();
        for (Attribute attribute : peer.attributes()) {
            if (attribute.type() == Attr.TUNNEL_TYPE
                    || attribute.type() == Attr.TUNNEL_MEDIUM_TYPE
                    || isPassword(attribute)) {
                continue;
            }
            out.add(attribute);
        }
        return out.build();
    }

    private static boolean isPassword(Attribute attribute) {
        if (attribute.type() != Attr.VENDOR_SPECIFIC) return false;
        for (String pair : Attributes.builder().add(attribute).build().avPairs()) {
            if (pair.startsWith("ipsec:ikev2-password-")) return true;
        }
        return false;
    }
}
