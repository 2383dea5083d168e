package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.exchange.IkeInit;
import io.flexaaa.ikev2.exchange.Redirection;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.GatewayIdentity;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeHeader;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Nonce;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.sa.Counters;
import io.flexaaa.ikev2.sa.Drop;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The way in: IKE_SA_INIT from anyone. Nothing is kept for a peer before its cookie is right (when
 * cookies are demanded), and no more than the limits allow after that (RFC 7296 §2.6).
 */
final class InitGate {
    /** Error answers to strangers a second: each is small, but nobody gets a reflector. */
    private static final int ERROR_REPLIES_PER_SECOND = 100;

    private final Registry registry;
    private final CookieJar cookies;
    private long errorWindowMs = Long.MIN_VALUE;
    private int errorsInWindow;
    private long limitReportAtMs = Long.MIN_VALUE;

    InitGate(Registry registry) {
        this.registry = registry;
        this.cookies = new CookieJar(registry.entropy());
    }

    /** The session this request made, or null. */
    @Nullable Session request(IkeHeader header, byte[] bytes, Octets datagram, Path path) {
        Counters counters = registry.counters();
        if (!header.fromInitiator()
                || header.isResponse()
                || header.messageId() != 0
                || header.spiI() == 0) {
            counters.drop(Drop.NOT_IKE);
            return null;
        }
        Registry.InitKey key = new Registry.InitKey(header.spiI(), path.remote());
        Session before = registry.negotiating(key);
        if (before != null) {
            again(before, datagram, path);
            return null;
        }
        // Who can send peers elsewhere has to read what a peer knows before it says no.
        boolean elsewhere = registry.config().redirect().atInit();
        if (!elsewhere && !roomLeft(path)) {
            counters.initRejected++;
            return null;
        }
        IkeMessage request;
        try {
            request = IkeCodec.decode(bytes);
        } catch (DecodeException e) {
            counters.initRejected++;
            refuse(header, path, NotifyPayload.of(NotifyType.INVALID_SYNTAX));
            return null;
        }
        if (!cookieIsRight(request, path)) {
            return null;
        }
        if (elsewhere && (redirected(request, path) || !roomLeft(path))) {
            counters.initRejected++;
            return null;
        }
        return switch (IkeInit.respond(registry, request, datagram, path)) {
            case IkeInit.Result.Accepted(Session session, Octets response) -> {
                counters.initAccepted++;
                registry.add(key, session);
                registry.act(
                        new Action.Report(
                                new Outcome.Negotiating(
                                        session.id(), path.remote(), session.sa().suite())));
                IkeSa.send(registry, path, List.of(response));
                yield session;
            }
            case IkeInit.Result.Refused(int type, Octets data, var why) -> {
                counters.initRejected++;
                report(path, why);
                refuse(header, path, NotifyPayload.of(type, data));
                yield null;
            }
        };
    }

    /**
     * RFC 7296 §2.1: the same request again gets the same answer; another one is not its peer's.
     */
    private void again(Session session, Octets datagram, Path path) {
        if (session.phase() instanceof Phase.AwaitingAuth p
                && p.init().request().equals(datagram)) {
            registry.counters().replays++;
            IkeSa.send(registry, path, List.of(p.init().response()));
        } else {
            registry.counters().drop(Drop.INIT_MISMATCH);
        }
    }

    private boolean redirected(IkeMessage request, Path path) {
        IkeLimits limits = registry.config().limits();
        boolean full =
                registry.negotiatingCount() >= limits.maxInNegotiation()
                        || registry.sessions().size() >= limits.maxSa();
        GatewayIdentity to = Redirection.atInit(registry, request, full);
        if (to == null) {
            return false;
        }
        registry.act(new Action.Report(new Outcome.Redirected(0, path.remote(), to.text())));
        IkeSa.send(
                registry,
                path,
                List.of(
                        IkeInit.unprotected(
                                request.spiI(),
                                ExchangeType.IKE_SA_INIT,
                                0,
                                Redirection.notifyAtInit(to, request))));
        return true;
    }

    private boolean roomLeft(Path path) {
        IkeLimits limits = registry.config().limits();
        if (registry.negotiatingCount() >= limits.maxInNegotiation()) {
            registry.counters().drop(Drop.HALF_OPEN_LIMIT);
            reportLimit(path, "max-in-negotiation-sa", limits.maxInNegotiation());
            return false;
        }
        if (registry.sessions().size() >= limits.maxSa()) {
            registry.counters().drop(Drop.SA_LIMIT);
            reportLimit(path, "max-sa", limits.maxSa());
            return false;
        }
        return true;
    }

    /** A flood would make a flood of log lines too: one in ten seconds says it. */
    private void reportLimit(Path path, String limit, int value) {
        if (registry.nowMs() >= limitReportAtMs) {
            limitReportAtMs = registry.nowMs() + 10_000;
            report(path, new Reason.LimitReached(limit, value));
        }
    }

    private void report(Path path, @Nullable Reason why) {
        if (why != null) {
            registry.counters().refuse(why);
            registry.act(new Action.Report(new Outcome.RefusedPeer(0, path.remote(), why)));
        }
    }

    private boolean cookieIsRight(IkeMessage request, Path path) {
        Counters counters = registry.counters();
        int threshold = registry.config().limits().cookieThreshold();
        Nonce ni = request.first(Nonce.class);
        if (threshold == IkeLimits.COOKIES_OFF
                || registry.negotiatingCount() < threshold
                || ni == null) {
            return true;
        }
        NotifyPayload cookie = request.notification(NotifyType.COOKIE);
        long now = registry.nowMs();
        if (cookie != null
                && cookies.verify(cookie.data(), ni.value(), path, request.spiI(), now)) {
            counters.cookiesAccepted++;
            return true;
        }
        if (cookie != null) {
            counters.cookiesWrong++;
        }
        counters.cookiesDemanded++;
        Octets fresh = cookies.make(ni.value(), path, request.spiI(), now);
        IkeSa.send(
                registry,
                path,
                List.of(
                        IkeInit.unprotected(
                                request.spiI(),
                                ExchangeType.IKE_SA_INIT,
                                0,
                                NotifyPayload.of(NotifyType.COOKIE, fresh))));
        return false;
    }

    /** An unprotected error; RFC 7296 §2.21.1 allows it, and asks to limit the rate. */
    void refuse(IkeHeader header, Path path, NotifyPayload error) {
        long now = registry.nowMs();
        if (errorWindowMs == Long.MIN_VALUE || now - errorWindowMs >= 1_000) {
            errorWindowMs = now;
            errorsInWindow = 0;
        }
        if (errorsInWindow++ >= ERROR_REPLIES_PER_SECOND) {
            registry.counters().drop(Drop.ERROR_REPLY_LIMIT);
            return;
        }
        IkeSa.send(
                registry,
                path,
                List.of(
                        IkeInit.unprotected(
                                header.spiI(), header.exchangeType(), header.messageId(), error)));
    }
}
