package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.LocalProof;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.crypto.PrfAlgorithm;
import io.flexaaa.ikev2.crypto.PskAuth;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.util.Objects;

/** Pre-shared keys, RFC 7296 §2.15: of the peer, of ours, or of both. */
final class PskProof {
    private PskProof() {}

    static void ask(Host host, Session session, Phase.Claim claim) {
        long requestId = host.newRequestId(session);
        session.become(new Phase.LookingUpPsk(claim, requestId, IkeAuth.aaaDeadline(host)));
        host.act(
                new Action.LookUpPsk(
                        requestId,
                        session.id(),
                        claim.profile().name(),
                        claim.identity(),
                        claim.path().local(),
                        claim.path().remote()));
    }

    static void found(Host host, Session session, Phase.LookingUpPsk phase, Event.PskFound psk) {
        Phase.Claim claim = phase.claim();
        Authentication auth = claim.auth();
        if (!claim.proved()) {
            switch (PpkChoice.settle(session, claim, psk.ppk())) {
                case PpkChoice.Refused(Reason why) -> {
                    IkeAuth.refuse(host, session, why);
                    return;
                }
                case PpkChoice.Settled(Authentication settled) -> auth = settled;
            }
        }
        if (!claim.proved() && !proves(session, claim, Objects.requireNonNull(auth), psk)) {
            IkeAuth.refuse(host, session, new Reason.PskMismatch(claim.identity()));
            return;
        }
        switch (claim.profile().proofs().local()) {
            case LocalProof.PreShared() ->
                    IkeAuth.proved(
                            host,
                            session,
                            claim.asProved(),
                            OwnProof.preShared(session, claim, psk.local()));
            case LocalProof.Certificate(var own) ->
                    CertificateProof.proved(host, session, claim.asProved(), own);
            // AuthChoice let nobody but EAP peers in.
            case LocalProof.EapOnly() -> throw new IllegalStateException("a PSK, and no proof");
        }
    }

    private static boolean proves(
            Session session, Phase.Claim claim, Authentication auth, Event.PskFound psk) {
        PrfAlgorithm prf = session.sa().suite().prf();
        Octets signed = OwnProof.peersSignedOctets(session, claim);
        boolean proved = false;
        for (Secret key : psk.remote()) {
            proved |= PskAuth.verify(prf, key, signed, auth.data());
        }
        return proved;
    }
}
