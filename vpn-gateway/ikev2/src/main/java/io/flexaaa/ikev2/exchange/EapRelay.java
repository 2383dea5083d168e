package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IdentityType;
import io.flexaaa.ikev2.IkeConfig.EapRules;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Eap;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.Unknown;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * EAP between the peer and the AAA server (RFC 7296 §2.16). We prove ourselves first, by
 * certificate, then carry packets to and fro without looking into them but for the peer's name; at
 * the end the peer must show that it took part, with the key EAP made, or SK_pi where the method
 * makes none.
 *
 * <pre>
 * I -> R  IDi, SA, TSi, TSr              R -> I  IDr, CERT, AUTH, EAP request
 * I -> R  EAP response                   R -> I  EAP request        as often as it takes
 * I -> R  EAP response                   R -> I  EAP success
 * I -> R  AUTH                           R -> I  AUTH, CP, SA, TSi, TSr
 * </pre>
 *
 * A peer content with EAP alone (RFC 5998) gets no CERT and AUTH in the first answer; one that is
 * to prove itself twice (RFC 4739) does the above after its certificate, beginning with an IDi.
 */
final class EapRelay {
    private static final int REQUEST = 1;
    private static final int RESPONSE = 2;
    private static final int TYPE_IDENTITY = 1;
    private static final int HEADER_OCTETS = 4;

    /** As many as RADIUS servers allow a TLS method with a long chain. */
    private static final int MOST_ROUNDS = 64;

    /**
     * RFC 5998 §4: TLS, SIM, TTLS, AKA, PEAP, FAST, PAX, PSK, SAKE, IKEv2, AKA', GPSK, pwd, EKE,
     * TEAP. MSCHAPv2 alone is not among them: whoever plays the gateway could guess the password.
     */
    private static final Set<Integer> PROVES_BOTH_SIDES =
            Set.of(13, 18, 21, 23, 25, 43, 46, 47, 48, 49, 50, 51, 52, 53, 55);

    /** User-Name holds no more (RFC 2865 §5). */
    private static final int MOST_NAME_OCTETS = 253;

    private EapRelay() {}

    static void begin(Host host, Session session, Phase.Claim claim) {
        if (PpkChoice.settle(session, claim, null) instanceof PpkChoice.Refused(Reason why)) {
            IkeAuth.refuse(host, session, why);
            return;
        }
        Phase.Proof proof =
                switch (claim.profile().proofs().local()) {
                    case LocalProof.Certificate(var own) ->
                            CertificateProof.sign(host, session, claim, own);
                    case LocalProof.EapOnly() -> OwnProof.eapOnly(claim);
                    case LocalProof.PreShared() ->
                            throw new IllegalStateException("EAP without a certificate of ours");
                };
        if (proof != null) {
            start(host, session, Phase.Conversation.of(claim, proof, false, ""));
        }
    }

    /** RFC 4739: the certificate was good; our proof goes out, and EAP is still to come. */
    static void wanted(Host host, Session session, Phase.Claim claim, Phase.Proof proof) {
        session.become(
                new Phase.AwaitingSecond(claim, proof, host.nowMs() + rules(claim).timeoutMs()));
        session.sa().respond(host, claim.path(), ExchangeType.IKE_AUTH, proof.payloads());
    }

    /** RFC 4739 §2.2: the second proof begins with the identity it is about, and nothing else. */
    static void second(
            Host host, Session session, Phase.AwaitingSecond phase, IkeMessage m, Path path) {
        session.floatTo(path);
        if (refusedCritical(host, session, m)) {
            return;
        }
        Identification idI = m.identification(true);
        if (idI == null
                || IdentityType.of(idI.idType()) == null
                || m.first(Authentication.class) != null
                || m.first(Eap.class) != null
                || m.hasNotification(NotifyType.ANOTHER_AUTH_FOLLOWS)
                || !m.duplicates().isEmpty()) {
            IkeAuth.malformed(host, session, "an IDi for EAP must come alone, not " + m);
            return;
        }
        Phase.Claim claim = phase.claim().second(idI).at(path);
        start(host, session, Phase.Conversation.of(claim, phase.proof(), true, ""));
    }

    private static void start(Host host, Session session, Phase.Conversation fresh) {
        Phase.Claim claim = fresh.claim();
        if (rules(claim).queryIdentity()) {
            int identifier = Byte.toUnsignedInt(host.entropy().bytes(1)[0]);
            Octets ask =
                    new WireWriter()
                            .u8(REQUEST)
                            .u8(identifier)
                            .u16(HEADER_OCTETS + 1)
                            .u8(TYPE_IDENTITY)
                            .toOctets();
            tell(host, session, fresh, ask);
            return;
        }
        // As a FlexVPN hub does without `query-identity`: the IKE identity answers for the peer.
        IdentityType type = Objects.requireNonNull(IdentityType.of(claim.idI().idType()));
        String name = new PeerIdentity(type, claim.idI().data()).text();
        Octets text = Octets.ofUtf8(name);
        Octets response =
                new WireWriter()
                        .u8(RESPONSE)
                        .u8(0)
                        .u16(HEADER_OCTETS + 1 + text.length())
                        .u8(TYPE_IDENTITY)
                        .octets(text)
                        .toOctets();
        relay(host, session, fresh.named(name), response);
    }

    private static EapRules rules(Phase.Claim claim) {
        return Objects.requireNonNull(claim.profile().proofs().eap());
    }

    private static void tell(Host host, Session session, Phase.Conversation c, Octets packet) {
        session.become(
                new Phase.EapAwaiting(c.told(), host.nowMs() + rules(c.claim()).timeoutMs()));
        respond(host, session, c, packet);
    }

    private static void respond(Host host, Session session, Phase.Conversation c, Octets packet) {
        List<Payload> payloads = new ArrayList<>();
        if (!c.proofSent()) {
            payloads.addAll(c.proof().payloads());
        }
        payloads.add(new Eap(packet));
        session.sa().respond(host, c.claim().path(), ExchangeType.IKE_AUTH, payloads);
    }

    /** The peer's next message; nothing but an EAP response will do. */
    static void peerSaid(
            Host host, Session session, Phase.EapAwaiting phase, IkeMessage m, Path path) {
        Phase.Conversation before = moved(session, phase.conversation(), path);
        if (refusedCritical(host, session, m)) {
            return;
        }
        Eap eap = m.first(Eap.class);
        if (eap == null || !m.duplicates().isEmpty()) {
            IkeAuth.malformed(host, session, "one EAP payload must come, not " + m);
            return;
        }
        Octets packet = eap.packet();
        if (packet.length() < HEADER_OCTETS + 1
                || packet.u8(0) != RESPONSE
                || (packet.u8(2) << 8 | packet.u8(3)) != packet.length()) {
            IkeAuth.malformed(host, session, "no EAP response of its own length");
            return;
        }
        if (before.round() >= MOST_ROUNDS) {
            IkeAuth.refuse(
                    host, session, new Reason.EapTooLong(before.claim().identity(), MOST_ROUNDS));
            return;
        }
        String name = before.name();
        if (packet.u8(4) == TYPE_IDENTITY) {
            if (packet.length() > HEADER_OCTETS + 1 + MOST_NAME_OCTETS) {
                IkeAuth.malformed(host, session, "an EAP identity of over 253 octets");
                return;
            }
            name = packet.slice(HEADER_OCTETS + 1, packet.length()).utf8();
        }
        relay(host, session, before.named(name), packet);
    }

    private static void relay(Host host, Session session, Phase.Conversation c, Octets packet) {
        Phase.Claim claim = c.claim();
        long requestId = host.newRequestId(session);
        session.become(
                new Phase.EapRelaying(
                        c.relayed(packet.u8(HEADER_OCTETS)),
                        requestId,
                        host.nowMs() + rules(claim).timeoutMs()));
        host.act(
                new Action.RelayEap(
                        requestId,
                        session.id(),
                        claim.profile().name(),
                        claim.identity(),
                        claim.path().local(),
                        claim.path().remote(),
                        c.name(),
                        packet,
                        OwnProof.peersSignedOctets(session, claim)));
    }

    static void answered(
            Host host, Session session, Phase.EapRelaying phase, Event.EapAnswer answer) {
        Phase.Conversation c = phase.conversation();
        switch (answer) {
            case Event.EapContinues(_, Octets packet) -> tell(host, session, c, packet);
            case Event.EapSucceeded(_, Octets packet, Secret msk, String name) -> {
                if (c.eapOnly() && (msk == null || !PROVES_BOTH_SIDES.contains(c.eapType()))) {
                    IkeAuth.refuse(
                            host,
                            session,
                            new Reason.EapMethodUnfit(
                                    c.claim().identity(), c.eapType(), msk != null));
                    return;
                }
                session.become(
                        new Phase.EapProving(
                                c.told().named(name),
                                msk,
                                host.nowMs() + rules(c.claim()).timeoutMs()));
                respond(host, session, c, packet);
            }
            case Event.EapFailed(_, Octets packet, Reason why) ->
                    IkeAuth.fail(host, session, List.of(new Eap(packet)), why);
        }
    }

    /** The last request: AUTH, and it must be made with the key of the EAP that just succeeded. */
    static void prove(Host host, Session session, Phase.EapProving phase, IkeMessage m, Path path) {
        Phase.Conversation c = moved(session, phase.conversation(), path);
        if (refusedCritical(host, session, m)) {
            return;
        }
        Authentication auth = m.first(Authentication.class);
        if (auth == null
                || m.hasNotification(NotifyType.ANOTHER_AUTH_FOLLOWS)
                || !m.duplicates().isEmpty()) {
            IkeAuth.malformed(host, session, "AUTH must come once, and last, after EAP, not " + m);
            return;
        }
        Phase.Claim claim = c.claim();
        Secret msk = phase.msk();
        Secret theirs = msk == null ? session.sa().keys().pi() : msk;
        Secret ours = msk == null ? session.sa().keys().pr() : msk;
        Octets signed = OwnProof.peersSignedOctets(session, claim);
        if (auth.method() != Authentication.SHARED_KEY
                || !PskAuth.verify(session.sa().suite().prf(), theirs, signed, auth.data())) {
            IkeAuth.refuse(host, session, new Reason.EapProofWrong(claim.identity(), c.name()));
            return;
        }
        Phase.Proof last = OwnProof.afterEap(session, claim, c.proof(), ours);
        if (msk != null) {
            msk.close();
        }
        IkeAuth.proved(host, session, claim.asProved(c.name()), last);
    }

    /** Nobody is authenticated yet, so the answer goes where the question came from. */
    private static Phase.Conversation moved(Session session, Phase.Conversation c, Path path) {
        session.floatTo(path);
        return c.at(path);
    }

    private static boolean refusedCritical(Host host, Session session, IkeMessage m) {
        Unknown critical = m.firstCriticalUnknown();
        if (critical == null) {
            return false;
        }
        IkeAuth.fail(
                host,
                session,
                List.of(
                        NotifyPayload.of(
                                NotifyType.UNSUPPORTED_CRITICAL_PAYLOAD,
                                Octets.of(critical.type()))),
                new Reason.MalformedMessage(
                        "IKE_AUTH", "unknown critical payload " + critical.type()));
        return true;
    }
}
