package io.flexaaa.gateway.aaa;

import io.flexaaa.ikev2.Event.Ppk;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads the keys out of the answer to {@code keyring aaa}. */
final class ReplyKeys {
    private static final String LOCAL = "ikev2-password-local";
    private static final String REMOTE = "ikev2-password-remote";
    private static final String PPK_ID = "ikev2-ppk-id";
    private static final String PPK = "ikev2-ppk";

    private ReplyKeys() {}

    /**
     * Tunnel-Password is the symmetric key; an asymmetric AV pair wins for its direction. The keys
     * are not among the implicit attributes that come back.
     */
    static PeerKeys read(GroupReply.Replied reply) throws DecodeException {
        Attributes attributes = reply.packet().attributes();
        List<Secret> symmetric = new ArrayList<>();
        Attributes.Builder implicit = Attributes.builder();
        for (Attribute attribute : attributes) {
            if (attribute.type() == Attr.TUNNEL_PASSWORD) {
                symmetric.add(
                        Secret.wrap(
                                TunnelPassword.decrypt(
                                        attribute.value(),
                                        reply.server().key(),
                                        reply.requestAuthenticator())));
            } else if (attribute.type() != Attr.MESSAGE_AUTHENTICATOR && !isKeyPair(attribute)) {
                implicit.add(attribute);
            }
        }
        List<Secret> local = all(attributes, LOCAL);
        List<Secret> remote = all(attributes, REMOTE);
        List<Secret> signing = local.isEmpty() ? symmetric : local;
        return new PeerKeys(
                signing.isEmpty() ? null : signing.getFirst(),
                remote.isEmpty() ? symmetric : remote,
                implicit.build(),
                ppk(attributes));
    }

    /** Our own pair of AV pairs: IOS asks a key server for PPKs, and no RADIUS server. */
    private static @Nullable Ppk ppk(Attributes attributes) {
        String id = attributes.avPair(PPK_ID);
        String key = attributes.avPair(PPK);
        return id == null || key == null || key.isEmpty()
                ? null
                : new Ppk(Octets.ofUtf8(id), Secret.ofUtf8(key));
    }

    private static List<Secret> all(Attributes attributes, String name) {
        List<Secret> keys = new ArrayList<>();
        for (Attribute attribute : attributes) {
            String value = Attributes.of(List.of(attribute)).avPair(name);
            if (value != null) {
                keys.add(Secret.ofUtf8(value));
            }
        }
        return keys;
    }

    private static boolean isKeyPair(Attribute attribute) {
        Attributes one = Attributes.of(List.of(attribute));
        return one.avPair(LOCAL) != null
                || one.avPair(REMOTE) != null
                || one.avPair(PPK) != null
                || one.avPair(PPK_ID) != null;
    }
}
