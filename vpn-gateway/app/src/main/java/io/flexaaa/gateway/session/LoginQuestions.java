package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.AaaService.Answer;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.PeerKeys;
import io.flexaaa.gateway.aaa.SessionFacts;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the engine asks during a login: keys, certificates, EAP, authorization. Answers of AAA come
 * on any thread and are brought to the owner thread; there is one session for each login.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class LoginQuestions {
    private static final int EAP_FAILURE = 4;

    private final Supplier<GatewayConfig> config;
    private final AaaService aaa;
    private final EapRelay eap;
    private final Pki pki;
    private final SessionNames names;
    private final LongSupplier epochMs;
    private final Consumer<Runnable> later;
    private final Map<Long, Session> sessions;
    private final Consumer<Event> feed;
    private final ChainChecks checks;
    private final Reconnects reconnects;

    /**
     * @param later puts a task on the owner thread
     * @param sessions where a login's session is put
     * @param feed takes the answers
     */
    LoginQuestions(
            Supplier<GatewayConfig> config,
            AaaService aaa,
            EapRelay eap,
            Pki pki,
            SessionNames names,
            LongSupplier epochMs,
            Consumer<Runnable> later,
            Map<Long, Session> sessions,
            Consumer<Event> feed,
            Reconnects reconnects) {
        this.reconnects = reconnects;
        this.config = config;
        this.aaa = aaa;
        this.eap = eap;
        this.pki = pki;
        this.names = names;
        this.epochMs = epochMs;
        this.later = later;
        this.sessions = sessions;
        this.feed = feed;
        this.checks = new ChainChecks(later);
    }

    private @Nullable Session begin(
            long id, String profileName, PeerIdentity identity, Endpoint local, Endpoint remote) {
        Ikev2Profile profile = config.get().ikev2().profiles().get(profileName);
        if (profile == null) {
            return null;
        }
        return sessions.computeIfAbsent(
                id,
                key ->
                        new Session(
                                new SessionFacts(
                                        id,
                                        names.auditSessionId(id, local, remote),
                                        names.acctSessionId(id),
                                        profile,
                                        identity,
                                        null,
                                        null,
                                        local,
                                        remote)));
    }

    void lookUpPsk(Action.LookUpPsk ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            feed.accept(new Event.PskRefused(ask.requestId(), profileGone(ask.profile())));
            return;
        }
        if (Reconnects.isOne(ask.identity())) {
            comesBack(session, ask);
            return;
        }
        aaa.lookUpPsk(
                session.facts,
                answer -> later.accept(() -> pskAnswered(session, ask.requestId(), answer)));
    }

    /** RADIUS is not asked: the token is the proof, and what it gave the first time still holds. */
    private void comesBack(Session session, Action.LookUpPsk ask) {
        Session old = reconnects.asked(ask.identity());
        Reconnects.Ticket ticket = old == null ? null : old.ticket;
        if (old == null || ticket == null) {
            Refusal refusal =
                    new Refusal(
                            Reason.RECONNECT_UNKNOWN,
                            "nothing is kept for it: used before, or its time is over; the client"
                                    + " has to log in");
            IkeReports.refused(session, "reconnect", refusal);
            feed.accept(new Event.PskRefused(ask.requestId(), IkeReports.reason(refusal)));
            return;
        }
        session.returnOf = old;
        feed.accept(Event.PskFound.symmetric(ask.requestId(), ticket.key()));
    }

    private void pskAnswered(Session session, long requestId, Answer<PeerKeys> answer) {
        switch (answer) {
            case Answer.Refused<PeerKeys>(Refusal refusal) -> {
                IkeReports.refused(session, "psk", refusal);
                feed.accept(new Event.PskRefused(requestId, IkeReports.reason(refusal)));
            }
            case Answer.Found<PeerKeys>(PeerKeys keys) -> {
                session.implicit = keys.implicit();
                session.keyFromServer = true;
                feed.accept(
                        new Event.PskFound(
                                requestId,
                                Objects.requireNonNull(keys.local()),
                                keys.remote(),
                                keys.ppk()));
            }
        }
    }

    void checkCertificate(Action.CheckCertificate ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            feed.accept(new Event.CertificateRefused(ask.requestId(), profileGone(ask.profile())));
            return;
        }
        checks.check(
                pki.verifying(session.facts.profile()),
                ask.chain(),
                ask.identity(),
                Instant.ofEpochMilli(epochMs.getAsLong()),
                result -> checked(session, ask.requestId(), result));
    }

    private void checked(Session session, long requestId, ChainChecks.Result result) {
        switch (result) {
            case ChainChecks.Result.Trusted(X509Certificate own) -> {
                // Only a name so far: nothing is asked with it before the signature was checked
                // too.
                session.facts =
                        session.facts.withCertificate(own.getSubjectX500Principal().getName());
                feed.accept(new Event.CertificateTrusted(requestId, own.getPublicKey()));
            }
            case ChainChecks.Result.Refused(Refusal refusal) -> {
                IkeReports.refused(session, "certificate", refusal);
                feed.accept(new Event.CertificateRefused(requestId, IkeReports.reason(refusal)));
            }
        }
    }

    void relayEap(Action.RelayEap ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            feed.accept(
                    new Event.EapFailed(
                            ask.requestId(),
                            Octets.of(EAP_FAILURE, ask.packet().u8(1), 0, 4),
                            profileGone(ask.profile())));
            return;
        }
        eap.relay(
                session.facts,
                session.eap,
                ask.eapIdentity(),
                ask.packet(),
                ask.signed(),
                reply -> later.accept(() -> eapAnswered(session, ask.requestId(), reply)));
    }

    private void eapAnswered(Session session, long requestId, EapRelay.Reply reply) {
        switch (reply) {
            case EapRelay.Reply.Continue(Octets packet, EapRelay.Thread thread) -> {
                session.eap = thread;
                feed.accept(new Event.EapContinues(requestId, packet));
            }
            case EapRelay.Reply.Success success -> {
                session.eap = null;
                session.facts = session.facts.asEapUser(success.name());
                session.implicit = success.attributes();
                feed.accept(
                        new Event.EapSucceeded(
                                requestId, success.packet(), success.msk(), success.name()));
            }
            case EapRelay.Reply.Failure(Octets packet, Refusal refusal) -> {
                IkeReports.refused(session, "eap", refusal);
                feed.accept(new Event.EapFailed(requestId, packet, IkeReports.reason(refusal)));
            }
        }
    }

    void authorize(Action.Authorize ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            feed.accept(
                    new Event.AuthorizationRefused(ask.requestId(), profileGone(ask.profile())));
            return;
        }
        Session old = session.returnOf;
        if (old != null) {
            if (old.ticket == null) {
                feed.accept(
                        new Event.AuthorizationRefused(
                                ask.requestId(), IkeReports.reason(Reconnects.ENDED_MEANWHILE)));
                return;
            }
            session.policy = old.policy;
            feed.accept(new Event.Authorized(ask.requestId()));
            return;
        }
        session.method =
                switch (ask.method()) {
                    case PSK -> Method.PSK;
                    case RSA, ECDSA, EDDSA -> Method.CERT;
                    case EAP -> eap.method(session.facts.profile());
                };
        aaa.authorize(
                session.facts,
                session.method,
                session.implicit,
                answer -> later.accept(() -> authorized(session, ask.requestId(), answer)));
    }

    private void authorized(Session session, long requestId, Answer<EffectivePolicy> answer) {
        switch (answer) {
            case Answer.Refused<EffectivePolicy>(Refusal refusal) -> {
                IkeReports.refused(session, "authorization", refusal);
                // The server said no itself, or cannot be told.
                session.keyFromServer = false;
                feed.accept(new Event.AuthorizationRefused(requestId, IkeReports.reason(refusal)));
            }
            case Answer.Found<EffectivePolicy>(EffectivePolicy policy) -> {
                session.policy = policy;
                feed.accept(new Event.Authorized(requestId));
            }
        }
    }

    private static io.flexaaa.ikev2.Reason profileGone(String profile) {
        return IkeReports.reason(
                new Refusal(Reason.AAA_NOT_CONFIGURED, "ikev2 profile " + profile + " is no more"));
    }
}
