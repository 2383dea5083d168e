package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.auth.ProfileMatch;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.GatewayIdentity;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.ikev2.message.Unknown;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * IKE_AUTH as responder (RFC 7296 §1.2), in a FlexVPN hub's order: let the peer prove itself
 * ({@link PskProof}, {@link CertificateProof}, {@link EapRelay}), authorize, open the session
 * (address, virtual access), make the child SA, answer. Each question to the shell is a phase; its
 * answer brings the next.
 */
final class IkeAuth {
    /** A refused peer retransmits until it has our refusal; after this it has given up. */
    private static final long LINGER_MS = 10_000;

    private IkeAuth() {}

    /** The first request: who is it, and how will it prove that? */
    static void request(
            Host host, Session session, Phase.AwaitingAuth phase, IkeMessage m, Path path) {
        session.floatTo(path);
        Unknown critical = m.firstCriticalUnknown();
        if (critical != null) {
            fail(
                    host,
                    session,
                    List.of(
                            NotifyPayload.of(
                                    NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD,
                                    Octets.of(critical.type()))),
                    new Reason.MalformedMessage(
                            "IKE_AUTH", "unknown critical payload " + critical.type()));
            return;
        }
        Identification idI = m.identification(true);
        if (idI == null
                || !m.duplicates().isEmpty()
                || !(Childless.wanted(m) || Childless.childIn(m))) {
            malformed(
                    host,
                    session,
                    "IDi must come once, and SA, TSi and TSr once each or not at all, in " + m);
            return;
        }
        IdentityType type = IdentityType.of(idI.idType());
        if (type == null) {
            malformed(host, session, "identity type " + idI.idType() + " is not supported");
            return;
        }
        PeerIdentity identity = new PeerIdentity(type, idI.data());
        IkeProfile profile =
                ProfileMatch.select(
                        host.config().profiles(),
                        identity,
                        path.local().address(),
                        CertificateProof.ownCertificate(m));
        if (profile == null) {
            refuse(host, session, new Reason.NoProfile(identity, path.local()));
            return;
        }
        Authentication auth = m.first(Authentication.class);
        AuthMethod method;
        switch (AuthChoice.of(m, identity, profile.proofs())) {
            case AuthChoice.Refused(Reason why) -> {
                refuse(host, session, why);
                return;
            }
            case AuthChoice.Proof(AuthMethod wanted) -> method = wanted;
        }
        Phase.Claim claim =
                new Phase.Claim(
                        phase.init(), m, idI, auth, identity, profile, path, method, false, null);
        session.announce();
        if (method == AuthMethod.EAP) {
            EapRelay.begin(host, session, claim);
        } else if (method == AuthMethod.PSK) {
            PskProof.ask(host, session, claim);
        } else {
            CertificateProof.ask(host, session, claim);
        }
    }

    /** The peer is who it says; now what it may do. */
    static void proved(Host host, Session session, Phase.Claim claim, Phase.Proof proof) {
        session.heard(host.nowMs());
        GatewayIdentity elsewhere = Redirection.atAuth(host, session, claim);
        if (elsewhere != null) {
            sendElsewhere(host, session, claim, proof, elsewhere);
            return;
        }
        long requestId = host.newRequestId(session);
        session.become(new Phase.Authorizing(claim, proof, requestId, aaaDeadline(host)));
        host.act(
                new Action.Authorize(
                        requestId,
                        session.id(),
                        claim.profile().name(),
                        claim.identity(),
                        claim.method(),
                        claim.path().local(),
                        claim.path().remote()));
    }

    /** RFC 5685 §6: the IKE SA is made so that the peer knows who says this; then it deletes it. */
    private static void sendElsewhere(
            Host host,
            Session session,
            Phase.Claim claim,
            Phase.Proof proof,
            GatewayIdentity gateway) {
        List<Payload> payloads = new ArrayList<>(proof.payloads());
        payloads.add(Redirection.notifyAtAuth(gateway));
        establish(host, session, notOpenedLogin(host, claim, proof));
        host.act(
                new Action.Report(
                        new Outcome.Redirected(session.id(), session.remote(), gateway.text())));
        session.sa().respond(host, claim.path(), ExchangeType.IKE_AUTH, payloads);
        Childless.check(host, session);
    }

    static void authorized(Host host, Session session, Phase.Authorizing phase) {
        Phase.Claim claim = phase.claim();
        // Before the address is leased: the older session may hold the very one this peer gets.
        InitialContact.apply(host, session, claim);
        host.authenticated(session, claim.who());
        long requestId = host.newRequestId(session);
        session.become(new Phase.Opening(claim, phase.proof(), requestId, aaaDeadline(host)));
        IkeMessage m = claim.request();
        ConfigPayload.Asked asked = ConfigPayload.read(m);
        if (asked.peerVersion() != null) {
            session.peerVersion(asked.peerVersion());
        }
        host.act(
                new Action.OpenSession(
                        requestId,
                        session.id(),
                        claim.profile().name(),
                        claim.identity(),
                        claim.path().local(),
                        claim.path().remote(),
                        asked.present(),
                        asked.attributes(),
                        selectors(m.trafficSelectors(false)),
                        selectors(m.trafficSelectors(true)),
                        m.hasNotification(NotifyType.USE_TRANSPORT_MODE),
                        session.traits().flexVpn()));
    }

    static void opened(Host host, Session session, Phase.Opening phase, Event.SessionOpened open) {
        Phase.Claim claim = phase.claim();
        IkeProfile profile = claim.profile();
        Phase.Login login =
                new Phase.Login(
                        profile,
                        phase.proof().identity(),
                        claim.identity(),
                        phase.proof().method(),
                        claim.method(),
                        true,
                        profile.esp().allowingTransport(open.transport()),
                        open.assigned(),
                        Narrowing.allowedLocal(open.allowedLocal()),
                        Narrowing.allowedRemote(
                                open.allowedRemote(), open.assigned(), session.traits().flexVpn()),
                        open.maxChildren(),
                        host.nowMs());
        List<Payload> payloads = new ArrayList<>(phase.proof().payloads());
        payloads.addAll(Mobike.agree(session, claim.request()));
        if (Childless.wanted(claim.request())) {
            session.childlessByWish();
            payloads.addAll(ConfigPayload.reply(claim.request(), open.configReply()));
            establish(host, session, login);
            session.sa().respond(host, claim.path(), ExchangeType.IKE_AUTH, payloads);
            return;
        }
        ChildCreate.Result child =
                ChildCreate.first(
                        host,
                        session,
                        login,
                        claim.request(),
                        claim.init().ni(),
                        claim.init().nr());
        switch (child) {
            case ChildCreate.Result.Made(var made, var childPayloads) -> {
                payloads.addAll(ConfigPayload.reply(claim.request(), open.configReply()));
                payloads.addAll(childPayloads);
                establish(host, session, login);
                // Everything must be in place when the peer's first packet comes.
                session.markUp();
                host.act(new Action.SessionUp(session.id()));
                host.act(
                        new Action.Report(
                                new Outcome.ChildMade(session.id(), made.inboundSpi(), 0)));
            }
            case ChildCreate.Result.Refused(int type, Octets data, var why) -> {
                // RFC 7296 §1.2, §2.21.2: the IKE SA is made nevertheless.
                payloads.add(NotifyPayload.of(type, data));
                establish(host, session, login);
                reportChild(host, session, why);
            }
        }
        session.sa().respond(host, claim.path(), ExchangeType.IKE_AUTH, payloads);
        Childless.check(host, session);
    }

    /** The shell could not open a session for an authenticated, authorized peer. */
    static void notOpened(Host host, Session session, Phase.Opening phase, Reason why) {
        if (!(why instanceof Reason.AddressUnavailable)) {
            refuse(host, session, why);
            return;
        }
        // RFC 7296 §3.15.4: the IKE SA is made, the child SA is not; the peer may leave or wait.
        Phase.Claim claim = phase.claim();
        List<Payload> payloads = new ArrayList<>(phase.proof().payloads());
        payloads.add(NotifyPayload.of(NotifyType.INTERNAL_ADDRESS_FAILURE));
        establish(host, session, notOpenedLogin(host, claim, phase.proof()));
        reportChild(host, session, why);
        session.sa().respond(host, claim.path(), ExchangeType.IKE_AUTH, payloads);
        Childless.check(host, session);
    }

    private static Phase.Login notOpenedLogin(Host host, Phase.Claim claim, Phase.Proof proof) {
        return new Phase.Login(
                claim.profile(),
                proof.identity(),
                claim.identity(),
                proof.method(),
                claim.method(),
                false,
                claim.profile().esp(),
                List.of(),
                List.of(),
                List.of(),
                0,
                host.nowMs());
    }

    private static void establish(Host host, Session session, Phase.Login login) {
        host.negotiated(session);
        host.counters().established++;
        session.become(new Phase.Established(login));
        Lifetimes.start(host, session, login);
        host.act(
                new Action.Report(
                        new Outcome.Established(
                                session.id(),
                                session.remote(),
                                login.remote(),
                                login.profile().name())));
    }

    private static void reportChild(Host host, Session session, @Nullable Reason why) {
        if (why != null) {
            host.counters().refuse(why);
            host.act(
                    new Action.Report(
                            new Outcome.ChildRefused(session.id(), session.remote(), why)));
        }
    }

    /** Wrong key, unknown peer, not authorized: all look alike from outside (RFC 7296 §2.21.2). */
    static void refuse(Host host, Session session, Reason why) {
        fail(host, session, List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED)), why);
    }

    static void malformed(Host host, Session session, String detail) {
        fail(
                host,
                session,
                List.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX)),
                new Reason.MalformedMessage("IKE_AUTH", detail));
    }

    /** Answers the request that is being worked on, with {@code payloads} as the last word. */
    static void fail(Host host, Session session, List<Payload> payloads, Reason why) {
        session.sa().respond(host, session.path(), ExchangeType.IKE_AUTH, payloads);
        host.counters().refuse(why);
        host.act(new Action.Report(new Outcome.RefusedPeer(session.id(), session.remote(), why)));
        if (session.isAnnounced()) {
            host.act(new Action.SessionDown(session.id(), why));
        }
        session.become(new Phase.Lingering(why, host.nowMs() + LINGER_MS));
        host.negotiated(session);
    }

    /**
     * Gives up a login while it is the peer's turn to speak, so that there is nothing to answer.
     */
    static void abandon(Host host, Session session, Reason why) {
        host.counters().refuse(why);
        host.act(new Action.Report(new Outcome.RefusedPeer(session.id(), session.remote(), why)));
        host.act(new Action.SessionDown(session.id(), why));
        Teardown.forget(host, session);
    }

    private static List<Selector> selectors(@Nullable TrafficSelectors payload) {
        return payload == null ? List.of() : Narrowing.decode(payload);
    }

    static long aaaDeadline(Host host) {
        return host.nowMs() + host.config().limits().aaaTimeoutMs();
    }
}
