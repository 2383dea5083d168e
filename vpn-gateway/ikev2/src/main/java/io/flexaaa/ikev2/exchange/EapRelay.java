package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.EapRules;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Eap;
import io.flexaaa.ikev2.message.ExchangeType;
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
 */
final class EapRelay {
    private static final int REQUEST = 1;
    private static final int RESPONSE = 2;
    private static final int TYPE_IDENTITY = 1;
    private static final int HEADER_OCTETS = 4;

    /** As many as RADIUS servers allow a TLS method with a long chain. */
    private static final int MOST_ROUNDS = 64;

    /** User-Name holds no more (RFC 2865 §5). */
    private static final int MOST_NAME_OCTETS = 253;

    private EapRelay() {}

    static void begin(Host host, Session session, Phase.Claim claim) {
        if (!(claim.profile().proofs().local() instanceof LocalProof.Certificate(var own))) {
            throw new IllegalStateException("EAP without a certificate of ours");
        }
        Phase.Proof proof = CertificateProof.sign(host, session, claim, own);
        if (proof == null) {
            return;
        }
        Phase.Conversation fresh = new Phase.Conversation(claim, proof, false, "", 0);
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
        String name = claim.identity().text();
        Octets text = Octets.ofUtf8(name);
        Octets response =
                new WireWriter()
                        .u8(RESPONSE)
                        .u8(0)
                        .u16(HEADER_OCTETS + 1 + text.length())
                        .u8(TYPE_IDENTITY)
                        .octets(text)
                        .toOctets();
        relay(host, session, new Phase.Conversation(claim, proof, false, name, 0), response);
    }

    private static EapRules rules(Phase.Claim claim) {
        return Objects.requireNonNull(claim.profile().proofs().eap());
    }

    private static void tell(Host host, Session session, Phase.Conversation c, Octets packet) {
        Phase.Claim claim = c.claim();
        session.become(
                new Phase.EapAwaiting(
                        new Phase.Conversation(claim, c.proof(), true, c.name(), c.round()),
                        host.nowMs() + rules(claim).timeoutMs()));
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
        relay(
                host,
                session,
                new Phase.Conversation(before.claim(), before.proof(), true, name, before.round()),
                packet);
    }

    private static void relay(Host host, Session session, Phase.Conversation c, Octets packet) {
        Phase.Claim claim = c.claim();
        long requestId = host.newRequestId(session);
        session.become(
                new Phase.EapRelaying(
                        new Phase.Conversation(
                                claim, c.proof(), c.proofSent(), c.name(), c.round() + 1),
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
                        packet));
    }

    static void answered(
            Host host, Session session, Phase.EapRelaying phase, Event.EapAnswer answer) {
        Phase.Conversation c = phase.conversation();
        switch (answer) {
            case Event.EapContinues(_, Octets packet) -> tell(host, session, c, packet);
            case Event.EapSucceeded(_, Octets packet, Secret msk, String name) -> {
                session.become(
                        new Phase.EapProving(
                                new Phase.Conversation(c.claim(), c.proof(), true, name, c.round()),
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
        if (auth == null || !m.duplicates().isEmpty()) {
            IkeAuth.malformed(host, session, "AUTH must come once after EAP, not " + m);
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
        return new Phase.Conversation(
                c.claim().at(path), c.proof(), c.proofSent(), c.name(), c.round());
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
