package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.IkeConfig.Redirect;
import io.flexaaa.ikev2.message.GatewayIdentity;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Sends peers that know RFC 5685 to another gateway while this one has enough of them. */
public final class Redirection {
    private Redirection() {}

    /** Where to go, as the answer to IKE_SA_INIT; null: stay. {@code full}: there is no room. */
    public static @Nullable GatewayIdentity atInit(Host host, IkeMessage request, boolean full) {
        Redirect rules = host.config().redirect();
        return rules.atInit() && knows(request) && (full || enough(host, rules))
                ? another(host, rules, from(request))
                : null;
    }

    /** RFC 5685 §3: with the peer's nonce, so that nobody else can have said it. */
    public static NotifyPayload notifyAtInit(GatewayIdentity to, IkeMessage request) {
        Nonce ni = request.first(Nonce.class);
        return NotifyPayload.of(
                NotifyType.REDIRECT, to.data(ni == null ? Octets.EMPTY : ni.value()));
    }

    /** RFC 5685 §6: where to go, after the peer proved itself; null: stay. */
    static @Nullable GatewayIdentity atAuth(Host host, Session session, Phase.Claim claim) {
        Redirect rules = host.config().redirect();
        return session.traits().redirect()
                        && rules.atAuth().contains(claim.profile().name())
                        && enough(host, rules)
                ? another(host, rules, session.traits().redirectedFrom())
                : null;
    }

    static NotifyPayload notifyAtAuth(GatewayIdentity to) {
        return NotifyPayload.of(NotifyType.REDIRECT, to.data(Octets.EMPTY));
    }

    static boolean knows(IkeMessage request) {
        return request.hasNotification(NotifyType.REDIRECT_SUPPORTED)
                || request.hasNotification(NotifyType.REDIRECTED_FROM);
    }

    /** Who sent the peer here; null when nobody did, or in words that say nothing. */
    static @Nullable GatewayIdentity from(IkeMessage request) {
        NotifyPayload from = request.notification(NotifyType.REDIRECTED_FROM);
        if (from == null) {
            return null;
        }
        try {
            return GatewayIdentity.decode(from.data());
        } catch (DecodeException nobody) {
            return null;
        }
    }

    private static boolean enough(Host host, Redirect rules) {
        return host.sessionCount() >= rules.fromSessions();
    }

    /** Any of the others, but not the one it comes from: two full gateways must not play ball. */
    private static @Nullable GatewayIdentity another(
            Host host, Redirect rules, @Nullable GatewayIdentity from) {
        List<GatewayIdentity> others =
                rules.gateways().stream().filter(g -> !g.equals(from)).toList();
        if (others.isEmpty()) {
            return null;
        }
        int random = Byte.toUnsignedInt(host.entropy().bytes(1)[0]);
        return others.get(random % others.size());
    }
}
