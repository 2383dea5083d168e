package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.SealedMessage;
import io.flexaaa.ikev2.crypto.SealedMessage.Opened;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeHeader;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Reassembler;
import io.flexaaa.ikev2.message.Unknown;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Drop;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.PublicKey;

/**
 * Brings each datagram of a session to the exchange it belongs to: message ids (RFC 7296 §2.2,
 * §2.3), retransmissions (§2.1), opening, reassembly (RFC 7383). Until the checksum was found right
 * a datagram changes nothing.
 */
public final class SessionDriver {
    private final Host host;

    public SessionDriver(Host host) {
        this.host = host;
    }

    public void datagram(Session session, IkeSa sa, IkeHeader header, byte[] bytes, Path path) {
        if (header.fromInitiator() == sa.originalInitiator()) {
            // Our own message come back, or a peer that confuses the roles.
            drop(Drop.NOT_IKE);
        } else if (header.isResponse()) {
            response(session, sa, header, bytes, path);
        } else {
            request(session, sa, header, bytes, path);
        }
        OwnRequests.pump(host, session);
    }

    // ---- the peer's requests

    private void request(Session session, IkeSa sa, IkeHeader header, byte[] bytes, Path path) {
        if (header.messageId() == sa.nextInbound() - 1 && !sa.lastResponse().isEmpty()) {
            replay(sa, bytes, path);
        } else if (header.messageId() != sa.nextInbound()) {
            // RFC 7296 §2.3: outside the window; answering would tell a replayer something.
            drop(Drop.MESSAGE_ID);
        } else if (sa.answering()) {
            drop(Drop.DUPLICATE_WHILE_BUSY);
        } else if (!expected(session, sa, header.exchangeType())) {
            drop(Drop.WRONG_EXCHANGE);
        } else {
            fresh(session, sa, bytes, path);
        }
    }

    /** RFC 7296 §2.1: a request that was answered gets the very same answer again. */
    private void replay(IkeSa sa, byte[] bytes, Path path) {
        boolean same = sa.isLastRequest(bytes);
        if (!same) {
            Opened opened = open(sa, bytes);
            // RFC 7383 §2.6.1: of a fragmented request, only the first fragment brings the answer.
            same =
                    opened instanceof Opened.Whole
                            || (opened instanceof Opened.Fragment f && f.number() == 1);
        }
        if (same) {
            host.counters().replays++;
            IkeSa.send(host, path, sa.lastResponse());
        }
    }

    private boolean expected(Session session, IkeSa sa, int exchangeType) {
        return switch (session.phase()) {
            // Nothing but IKE_AUTH from a peer that has proved nothing yet.
            case Phase.AwaitingAuth _, Phase.AwaitingSecond _ ->
                    exchangeType == ExchangeType.IKE_AUTH;
            case Phase.EapAwaiting _, Phase.EapProving _ -> exchangeType == ExchangeType.IKE_AUTH;
            case Phase.LookingUpPsk _, Phase.CheckingCertificate _, Phase.EapRelaying _ -> false;
            case Phase.Authorizing _, Phase.Opening _ -> false;
            case Phase.Established _ ->
                    exchangeType == ExchangeType.INFORMATIONAL
                            || exchangeType == ExchangeType.CREATE_CHILD_SA;
            case Phase.Closing _ ->
                    exchangeType == ExchangeType.INFORMATIONAL
                            || (exchangeType == ExchangeType.CREATE_CHILD_SA && sa == session.sa());
            case Phase.Lingering _ -> false;
        };
    }

    private void fresh(Session session, IkeSa sa, byte[] bytes, Path path) {
        Opened opened = open(sa, bytes);
        if (opened instanceof Opened.Fragment f) {
            opened = assemble(sa.inboundFragments(), f);
        }
        switch (opened) {
            case null -> {}
            case Opened.Fragment _ -> throw new IllegalStateException("fragment of a fragment");
            case Opened.Malformed(IkeHeader h, DecodeException cause) -> {
                sa.beginAnswering(bytes);
                malformed(session, sa, h.exchangeType(), path, String.valueOf(cause.getMessage()));
            }
            case Opened.Whole(IkeMessage m) -> {
                sa.beginAnswering(bytes);
                switch (session.phase()) {
                    case Phase.AwaitingAuth phase -> IkeAuth.request(host, session, phase, m, path);
                    case Phase.AwaitingSecond phase ->
                            EapRelay.second(host, session, phase, m, path);
                    case Phase.EapAwaiting phase ->
                            EapRelay.peerSaid(host, session, phase, m, path);
                    case Phase.EapProving phase -> EapRelay.prove(host, session, phase, m, path);
                    case Phase.Established _, Phase.Closing _ -> inside(session, sa, m, path);
                    case Phase.LookingUpPsk _, Phase.Authorizing _ -> {}
                    case Phase.CheckingCertificate _, Phase.EapRelaying _ -> {}
                    case Phase.Opening _, Phase.Lingering _ -> {}
                }
            }
        }
    }

    private void malformed(Session session, IkeSa sa, int exchangeType, Path path, String detail) {
        if (session.phase() instanceof Phase.AwaitingAuth
                || session.phase() instanceof Phase.AwaitingSecond
                || session.phase() instanceof Phase.EapAwaiting
                || session.phase() instanceof Phase.EapProving) {
            session.floatTo(path);
            IkeAuth.malformed(host, session, detail);
            return;
        }
        finish(
                session,
                sa,
                exchangeType,
                path,
                Answer.fatal(
                        NotifyType.INVALID_SYNTAX,
                        new Reason.MalformedMessage(ExchangeType.name(exchangeType), detail)));
    }

    /** A request of an authenticated peer. */
    private void inside(Session session, IkeSa sa, IkeMessage m, Path path) {
        session.heard(host.nowMs());
        follow(session, sa, path);
        // A new request says that the answer to the last one came: the peer has its new child SA.
        for (Child c : session.children()) {
            Child.PeerRekey successor = c.peerRekey();
            if (c.state() == Child.State.REPLACED && successor != null && successor.on() == sa) {
                session.useOutbound(host, successor.fresh());
            }
        }
        Unknown critical = m.firstCriticalUnknown();
        Answer answer;
        if (critical != null) {
            answer =
                    Answer.error(
                            NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD, Octets.of(critical.type()));
        } else if (m.exchangeType() == ExchangeType.CREATE_CHILD_SA) {
            answer = CreateChildRequest.respond(host, session, sa, m);
        } else {
            answer = InformationalRequest.respond(host, session, sa, m, path);
        }
        finish(session, sa, m.exchangeType(), path, answer);
    }

    private void finish(Session session, IkeSa sa, int exchangeType, Path path, Answer answer) {
        sa.respond(host, path, exchangeType, answer.payloads());
        Reason over = answer.endsSa();
        if (over != null) {
            saEnded(session, sa, over);
        }
    }

    private void saEnded(Session session, IkeSa sa, Reason why) {
        Session.Rival rival = session.rival();
        if (rival != null && rival.sa() == sa) {
            // The peer gave up the SA it made beside our own rekey.
            session.rival(null);
            session.closeSa(host, sa);
        } else if (sa != session.sa()) {
            session.dropRetired(host, sa);
        } else if (rival != null && session.login() instanceof Phase.Login login) {
            // RFC 7296 §2.25.2: the peer has the SA of its own rekey and closes the old one while
            // our request for the same is out: "forget about its own rekeying request".
            session.rival(null);
            IkeRekey.adopt(host, session, login, rival.sa(), false);
            session.dropRetired(host, sa);
        } else {
            Teardown.ended(host, session, why);
        }
    }

    /**
     * RFC 7296 §2.23: a peer behind a NAT is where its last authenticated message came from. RFC
     * 4555 §3.8: not so with MOBIKE, where a message alone may only try a path out.
     */
    private void follow(Session session, IkeSa sa, Path path) {
        if (path.equals(session.path()) || sa != session.sa() || session.mobike()) {
            return;
        }
        if (session.nat().remoteInside()) {
            session.moveTo(host, path);
        } else {
            drop(Drop.UNAUTHENTICATED_MOVE);
        }
    }

    // ---- answers to ours

    private void response(Session session, IkeSa sa, IkeHeader header, byte[] bytes, Path path) {
        InFlight inFlight = sa.inFlight();
        if (inFlight == null || header.messageId() != inFlight.messageId()) {
            drop(Drop.MESSAGE_ID);
            return;
        }
        Opened opened = open(sa, bytes);
        if (opened instanceof Opened.Fragment f) {
            opened = assemble(sa.responseFragments(), f);
            if (opened == null) {
                return;
            }
        }
        if (!(opened instanceof Opened.Whole(IkeMessage m))
                || m.firstCriticalUnknown() != null
                || m.exchangeType() != inFlight.exchange().exchangeType()) {
            // RFC 7296 §2.5, §2.21: a response is never answered; without a good one the request
            // runs out of tries.
            if (opened != null) {
                drop(Drop.MALFORMED_RESPONSE);
            }
            return;
        }
        session.heard(host.nowMs());
        follow(session, sa, path);
        OwnExchange exchange = inFlight.exchange();
        sa.settle();
        exchange.answered(host, session, sa, m);
    }

    // ---- opening

    private @Nullable Opened open(IkeSa sa, byte[] bytes) {
        try {
            return SealedMessage.unprotect(bytes, 0, bytes.length, sa.opener());
        } catch (DecodeException notThePeer) {
            drop(Drop.BAD_CHECKSUM);
            return null;
        }
    }

    private @Nullable Opened assemble(Reassembler into, Opened.Fragment f) {
        try {
            Reassembler.Complete complete =
                    into.add(f.number(), f.total(), f.firstInner(), f.content());
            return complete == null
                    ? null
                    : SealedMessage.reassembled(
                            f.header(), complete.firstInner(), complete.content());
        } catch (DecodeException overLimit) {
            drop(Drop.FRAGMENT);
            return null;
        }
    }

    private void drop(Drop why) {
        host.counters().drop(why);
    }

    // ---- answers of the shell; one that comes too late finds another phase and is ignored

    public void answer(Session session, Event.PskAnswer answer) {
        if (session.phase() instanceof Phase.LookingUpPsk p
                && p.requestId() == answer.requestId()) {
            switch (answer) {
                case Event.PskFound found -> PskProof.found(host, session, p, found);
                case Event.PskRefused(_, Reason why) -> IkeAuth.refuse(host, session, why);
            }
        }
    }

    public void answer(Session session, Event.CertificateAnswer answer) {
        if (session.phase() instanceof Phase.CheckingCertificate p
                && p.requestId() == answer.requestId()) {
            switch (answer) {
                case Event.CertificateTrusted(_, PublicKey key) ->
                        CertificateProof.trusted(host, session, p, key);
                case Event.CertificateRefused(_, Reason why) -> IkeAuth.refuse(host, session, why);
            }
        }
    }

    public void answer(Session session, Event.EapAnswer answer) {
        if (session.phase() instanceof Phase.EapRelaying p && p.requestId() == answer.requestId()) {
            EapRelay.answered(host, session, p, answer);
        }
    }

    public void answer(Session session, Event.AuthorizationAnswer answer) {
        if (session.phase() instanceof Phase.Authorizing p && p.requestId() == answer.requestId()) {
            switch (answer) {
                case Event.Authorized _ -> IkeAuth.authorized(host, session, p);
                case Event.AuthorizationRefused(_, Reason why) ->
                        IkeAuth.refuse(host, session, why);
            }
        }
    }

    public void answer(Session session, Event.OpeningAnswer answer) {
        if (session.phase() instanceof Phase.Opening p && p.requestId() == answer.requestId()) {
            switch (answer) {
                case Event.SessionOpened opened -> IkeAuth.opened(host, session, p, opened);
                case Event.SessionRefused(_, Reason why) ->
                        IkeAuth.notOpened(host, session, p, why);
            }
            OwnRequests.pump(host, session);
        }
    }
}
