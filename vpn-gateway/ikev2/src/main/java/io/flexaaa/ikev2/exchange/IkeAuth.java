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
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.message.TrafficSelectors;
import io.flexaaa.ikev2.message.Unknown;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * IKE_AUTH with pre-shared keys as responder (RFC 7296 §1.2, §2.15), in a FlexVPN hub's order: find
 * the key, verify AUTH, authorize, open the session (address, virtual access), make the child SA,
 * answer. Each question to the shell is a phase; its answer brings the next.
 */
final class IkeAuth {
    /** A refused peer retransmits until it has our refusal; after this it has given up. */
    private static final long LINGER_MS = 10_000;

    private IkeAuth() {}

    /** The request: who is it, and which key must it have? */
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
                || m.first(SecurityAssociation.class) == null
                || m.trafficSelectors(true) == null
                || m.trafficSelectors(false) == null) {
            malformed(host, session, "IDi, SA, TSi and TSr must each come once in " + m);
            return;
        }
        IdentityType type = IdentityType.of(idI.idType());
        if (type == null) {
            malformed(host, session, "identity type " + idI.idType() + " is not supported");
            return;
        }
        PeerIdentity identity = new PeerIdentity(type, idI.data());
        IkeProfile profile =
                ProfileMatch.select(host.config().profiles(), identity, path.local().address());
        if (profile == null) {
            refuse(host, session, new Reason.NoProfile(identity, path.local()));
            return;
        }
        Authentication auth = m.first(Authentication.class);
        int method = auth == null ? 0 : auth.method();
        if (auth == null || method != Authentication.SHARED_KEY) {
            // RFC 7296 §2.16: without AUTH the peer asks for EAP.
            refuse(
                    host,
                    session,
                    new Reason.AuthMethodRefused(identity, method, profile.remoteAuth()));
            return;
        }
        Phase.Claim claim = new Phase.Claim(phase.init(), m, idI, auth, identity, profile, path);
        long requestId = host.newRequestId(session);
        session.announce();
        session.become(new Phase.LookingUpPsk(claim, requestId, aaaDeadline(host)));
        host.act(
                new Action.LookUpPsk(
                        requestId,
                        session.id(),
                        profile.name(),
                        identity,
                        path.local(),
                        path.remote()));
    }

    static void pskFound(Host host, Session session, Phase.LookingUpPsk phase, Event.PskFound psk) {
        Phase.Claim claim = phase.claim();
        IkeSa sa = session.sa();
        PrfAlgorithm prf = sa.suite().prf();
        Octets signed =
                PskAuth.signedOctets(
                        prf,
                        claim.init().request(),
                        claim.init().nr(),
                        sa.keys().pi(),
                        claim.idI());
        boolean proved = false;
        for (Secret key : psk.remote()) {
            proved |= PskAuth.verify(prf, key, signed, claim.auth().data());
        }
        if (!proved) {
            refuse(host, session, new Reason.PskMismatch(claim.identity()));
            return;
        }
        session.heard(host.nowMs());
        PeerIdentity local = localIdentity(claim);
        Identification idR = new Identification(false, local.type().number(), local.data());
        Octets ours =
                PskAuth.signedOctets(
                        prf, claim.init().response(), claim.init().ni(), sa.keys().pr(), idR);
        Phase.Proof proof = new Phase.Proof(idR, local, PskAuth.auth(prf, psk.local(), ours));
        long requestId = host.newRequestId(session);
        session.become(new Phase.Authorizing(claim, proof, requestId, aaaDeadline(host)));
        host.act(
                new Action.Authorize(
                        requestId,
                        session.id(),
                        claim.profile().name(),
                        claim.identity(),
                        AuthMethod.PSK,
                        claim.path().local(),
                        claim.path().remote()));
    }

    static void authorized(Host host, Session session, Phase.Authorizing phase) {
        Phase.Claim claim = phase.claim();
        // Before the address is leased: the older session may hold the very one this peer gets.
        InitialContact.apply(host, session, claim);
        host.authenticated(session, claim.identity());
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
                        true,
                        open.esp() == null ? profile.esp() : open.esp(),
                        open.assigned(),
                        Narrowing.allowedLocal(open.allowedLocal()),
                        Narrowing.allowedRemote(
                                open.allowedRemote(), open.assigned(), session.traits().flexVpn()),
                        host.nowMs());
        List<Payload> payloads = proofPayloads(phase.proof());
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
        List<Payload> payloads = proofPayloads(phase.proof());
        payloads.add(NotifyPayload.of(NotifyType.INTERNAL_ADDRESS_FAILURE));
        establish(
                host,
                session,
                new Phase.Login(
                        claim.profile(),
                        phase.proof().identity(),
                        claim.identity(),
                        false,
                        claim.profile().esp(),
                        List.of(),
                        List.of(),
                        List.of(),
                        host.nowMs()));
        reportChild(host, session, why);
        session.sa().respond(host, claim.path(), ExchangeType.IKE_AUTH, payloads);
        Childless.check(host, session);
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

    private static List<Payload> proofPayloads(Phase.Proof proof) {
        List<Payload> payloads = new ArrayList<>();
        payloads.add(proof.idR());
        payloads.add(new Authentication(Authentication.SHARED_KEY, proof.auth()));
        return payloads;
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

    private static void fail(Host host, Session session, List<Payload> payloads, Reason why) {
        session.sa().respond(host, session.path(), ExchangeType.IKE_AUTH, payloads);
        host.counters().refuse(why);
        host.act(new Action.Report(new Outcome.RefusedPeer(session.id(), session.remote(), why)));
        if (session.isAnnounced()) {
            host.act(new Action.SessionDown(session.id(), why));
        }
        session.become(new Phase.Lingering(why, host.nowMs() + LINGER_MS));
        host.negotiated(session);
    }

    private static PeerIdentity localIdentity(Phase.Claim claim) {
        PeerIdentity configured = claim.profile().identityLocal();
        return configured != null
                ? configured
                : PeerIdentity.address(claim.path().local().address());
    }

    private static List<Selector> selectors(@Nullable TrafficSelectors payload) {
        return payload == null ? List.of() : Narrowing.decode(payload);
    }

    private static long aaaDeadline(Host host) {
        return host.nowMs() + host.config().limits().aaaTimeoutMs();
    }
}
