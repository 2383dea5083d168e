package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import java.util.List;

/**
 * Sends our requests, one at a time (window 1), and again until they are answered (RFC 7296 §2.4).
 */
final class OwnRequests {
    private OwnRequests() {}

    /** Sends the next one that has still something to ask, if nothing is out. */
    static void pump(Host host, Session session) {
        boolean may =
                session.phase() instanceof Phase.Established
                        || session.phase() instanceof Phase.Closing;
        // While both ends' new IKE SAs exist, the outcome comes first.
        while (may
                && session.rival() == null
                && session.sa().inFlight() == null
                && !session.queue().isEmpty()) {
            OwnExchange next = session.queue().remove();
            IkeSa sa = session.sa();
            List<Payload> payloads = next.request(host, session, sa);
            if (payloads != null) {
                sa.request(host, session.path(), next, payloads, schedule(host, session, next));
            }
        }
    }

    private static InFlight.Schedule schedule(Host host, Session session, OwnExchange exchange) {
        Phase.Login login = session.login();
        if (exchange instanceof Liveness.Probe && login != null) {
            return Liveness.Probe.schedule(login.profile().dpd());
        }
        IkeLimits limits = host.config().limits();
        return new InFlight.Schedule(limits.retransmitFirstMs(), 2, limits.retransmitTries());
    }

    /** Sends again what is due; gives up on a peer that has answered none of the tries. */
    static void resend(Host host, Session session, IkeSa sa) {
        InFlight inFlight = sa.inFlight();
        if (inFlight == null || inFlight.resendAtMs() > host.nowMs()) {
            return;
        }
        if (!inFlight.exhausted()) {
            inFlight.resent(host.nowMs());
            host.counters().retransmissions++;
            IkeSa.send(host, session.path(), inFlight.datagrams());
        } else if (sa == session.sa()) {
            Teardown.ended(host, session, new Reason.PeerDead(inFlight.sends()));
        } else {
            session.dropRetired(host, sa);
        }
    }
}
