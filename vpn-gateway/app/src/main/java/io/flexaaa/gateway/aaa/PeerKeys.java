package io.flexaaa.gateway.aaa;

import io.flexaaa.ikev2.Event.Ppk;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a key look-up found.
 *
 * @param local what we sign with, null when this source has none
 * @param remote what the peer may have signed with; several while keys are being rotated
 * @param implicit the attributes that came along, without the keys
 * @param ppk a post-quantum pre-shared key (RFC 8784), null when none came
 */
public record PeerKeys(
        @Nullable Secret local, List<Secret> remote, Attributes implicit, @Nullable Ppk ppk) {
    public static final PeerKeys NONE = new PeerKeys(null, List.of(), Attributes.EMPTY);

    /** Without a post-quantum key. */
    public PeerKeys(@Nullable Secret local, List<Secret> remote, Attributes implicit) {
        this(local, remote, implicit, null);
    }

    public PeerKeys {
        remote = List.copyOf(remote);
    }

    static PeerKeys symmetric(Secret key) {
        return new PeerKeys(key, List.of(key), Attributes.EMPTY);
    }

    boolean complete() {
        return local != null && !remote.isEmpty();
    }

    /** What is configured in the profile itself wins over what a keyring says. */
    PeerKeys orElse(PeerKeys weaker) {
        return new PeerKeys(
                local == null ? weaker.local : local,
                remote.isEmpty() ? weaker.remote : remote,
                weaker.implicit,
                ppk == null ? weaker.ppk : ppk);
    }
}
