package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.PskEntry;
import io.flexaaa.server.snapshot.UserEntry;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The attributes of a reply to a look-up; the preview shows the same ones. */
public final class Replies {
    private Replies() {}

    /**
     * @param attributes what {@link AccessDecider} found for this request
     */
    public static Attributes ofPeer(
            PeerEntry peer,
            Attributes attributes,
            NasEntry nas,
            Secret secret,
            Octets requestAuthenticator) {
        boolean key = peer.psk() instanceof PskEntry.Symmetric;
        Integer interim = peer.acctInterimSeconds() == null ? nas.acctInterimSeconds() : null;
        if (!key && interim == null) return attributes;
        Attributes.Builder out = Attributes.builder();
        List<Attribute> list = attributes.asList();
        for (int i = 0; i < list.size(); i++) {
            out.add(list.get(i));
            // Behind Tunnel-Medium-Type, where people and packet captures look for it.
            if (i == 1 && peer.psk() instanceof PskEntry.Symmetric(byte[] psk, _)) {
                int salt = ThreadLocalRandom.current().nextInt(0x10000);
                out.add(
                        Attr.TUNNEL_PASSWORD,
                        TunnelPassword.encrypt(0, salt, psk, secret, requestAuthenticator));
            }
        }
        if (interim != null) out.u32(Attr.ACCT_INTERIM_INTERVAL, interim);
        return out.build();
    }

    static Attributes ofUser(UserEntry user, Attributes attributes, NasEntry nas) {
        Integer interim = user.acctInterimSeconds() == null ? nas.acctInterimSeconds() : null;
        if (interim == null) return attributes;
        return Attributes.builder()
                .addAll(attributes)
                .u32(Attr.ACCT_INTERIM_INTERVAL, interim)
                .build();
    }
}
