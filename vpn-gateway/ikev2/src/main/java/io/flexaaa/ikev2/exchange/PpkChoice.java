package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Event.Ppk;
import io.flexaaa.ikev2.IkeConfig.PpkRules;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Whether a post-quantum pre-shared key goes into the keys, RFC 8784 §3. To be asked once, before
 * either AUTH is looked at or made.
 *
 * <pre>
 * HDR, SK {IDi, AUTH, N(PPK_IDENTITY) [, N(NO_PPK_AUTH)] ...}  -->
 *                           <--  HDR, SK {IDr, AUTH [, N(PPK_IDENTITY)] ...}
 * </pre>
 */
sealed interface PpkChoice {
    /** Go on; {@code auth} is the proof to look at, null for a peer that brings none yet. */
    record Settled(@Nullable Authentication auth) implements PpkChoice {}

    record Refused(Reason why) implements PpkChoice {}

    /** PPK_ID types: OPAQUE and FIXED. */
    int OPAQUE = 1;

    int FIXED = 2;

    static PpkChoice settle(Session session, Phase.Claim claim, @Nullable Ppk fromAaa) {
        IkeMessage m = claim.request();
        PpkRules rules = claim.profile().proofs().ppk();
        boolean spoken = session.traits().ppk();
        Octets id = spoken ? id(m) : null;
        Secret key = id == null ? null : key(rules, fromAaa, id);
        if (key != null) {
            session.usePpk(key);
            return new Settled(claim.auth());
        }
        boolean unreadable = spoken && id == null && m.hasNotification(NotifyType.PPK_IDENTITY);
        if (rules.required() || unreadable) {
            return new Refused(new Reason.PpkMissing(claim.identity(), id != null));
        }
        if (id == null || claim.auth() == null) {
            // Without AUTH (EAP) the peer learns from our answer that the key is not used.
            return new Settled(claim.auth());
        }
        NotifyPayload without = m.notification(NotifyType.NO_PPK_AUTH);
        return without == null
                ? new Refused(new Reason.PpkMissing(claim.identity(), true))
                : new Settled(new Authentication(claim.auth().method(), without.data()));
    }

    /** Told with our AUTH when the key is used: "the PPK_IDENTITY notification with no data". */
    static List<Payload> confirmation(Session session) {
        return session.ppkUsed() ? List.of(NotifyPayload.of(NotifyType.PPK_IDENTITY)) : List.of();
    }

    private static @Nullable Octets id(IkeMessage m) {
        NotifyPayload n = m.notification(NotifyType.PPK_IDENTITY);
        boolean readable =
                n != null
                        && n.data().length() > 1
                        && (n.data().u8(0) == OPAQUE || n.data().u8(0) == FIXED);
        return n == null || !readable ? null : n.data().slice(1, n.data().length());
    }

    private static @Nullable Secret key(PpkRules rules, @Nullable Ppk fromAaa, Octets id) {
        return fromAaa != null && fromAaa.id().equals(id) ? fromAaa.key() : rules.keys().get(id);
    }
}
