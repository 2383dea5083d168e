package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import java.util.List;

/** The ends a session can come to. */
final class Teardown {
    /** How long a Delete may take before the session is forgotten anyway. */
    static final long CLOSING_MS = 10_000;

    private Teardown() {}

    /** It is over on both sides, or the peer is gone: nothing is sent. */
    static void ended(Host host, Session session, Reason reason) {
        if (isOver(session)) {
            forget(host, session);
            return;
        }
        release(host, session, reason);
        session.become(new Phase.Closing(reason, host.nowMs()));
        forget(host, session);
    }

    /** We end it: the shell hears of it now, the peer gets a Delete. */
    static void close(Host host, Session session, Reason reason) {
        if (!(session.phase() instanceof Phase.Established)) {
            ended(host, session, reason);
            return;
        }
        release(host, session, reason);
        session.become(new Phase.Closing(reason, host.nowMs() + CLOSING_MS));
        session.timers().stopAll();
        session.queue().clear();
        InFlight inFlight = session.sa().inFlight();
        if (inFlight != null) {
            // With a window of one the Delete must wait, but the answer changes nothing any more.
            OwnExchange before = inFlight.exchange();
            inFlight.disown(new Ignored(before.exchangeType()));
            before.abandoned(host, session);
        }
        session.enqueue(new DeleteIke());
    }

    /** Everything that hangs on the session, without the session itself. */
    private static void release(Host host, Session session, Reason reason) {
        for (Child child : List.copyOf(session.children())) {
            session.removeChild(host, child);
        }
        host.act(new Action.Report(new Outcome.Ended(session.id(), session.remote(), reason)));
        if (session.isAnnounced()) {
            host.act(new Action.SessionDown(session.id(), reason));
        }
    }

    /** The shell was told already. */
    static boolean isOver(Session session) {
        return session.phase() instanceof Phase.Closing
                || session.phase() instanceof Phase.Lingering;
    }

    static void forget(Host host, Session session) {
        session.timers().stopAll();
        session.queue().clear();
        Session.Rival rival = session.rival();
        if (rival != null) {
            session.rival(null);
            session.closeSa(host, rival.sa());
        }
        for (Session.Retired r : List.copyOf(session.retired())) {
            session.dropRetired(host, r.sa());
        }
        session.closeSa(host, session.sa());
        host.forget(session);
    }
}
