package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.EapRules;
import io.flexaaa.ikev2.IkeLimits;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.ikev2.sa.Child;
import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import java.util.List;

/** What a session does because time passed, or because the shell says so. */
public final class SessionTimers {
    private final Host host;

    public SessionTimers(Host host) {
        this.host = host;
    }

    public void tick(Session session) {
        long now = host.nowMs();
        if (session.phaseDeadlineMs() <= now) {
            phaseOver(session);
            return;
        }
        for (Session.Retired r : List.copyOf(session.retired())) {
            if (r.deadlineMs() <= now) {
                session.dropRetired(host, r.sa());
            } else {
                OwnRequests.resend(host, session, r.sa());
            }
        }
        OwnRequests.resend(host, session, session.sa());
        if (session.phase() instanceof Phase.Established(Phase.Login login)) {
            established(session, login, now);
        }
        OwnRequests.pump(host, session);
    }

    private void phaseOver(Session session) {
        IkeLimits limits = host.config().limits();
        switch (session.phase()) {
            case Phase.AwaitingAuth _ -> {
                Reason why = new Reason.HalfOpenTimeout(limits.halfOpenTimeoutMs());
                host.counters().refuse(why);
                host.act(
                        new Action.Report(
                                new Outcome.RefusedPeer(session.id(), session.remote(), why)));
                Teardown.forget(host, session);
            }
            case Phase.LookingUpPsk _ -> noAnswer(session, "pre-shared key lookup");
            case Phase.CheckingCertificate _ -> noAnswer(session, "certificate check");
            case Phase.EapRelaying _ -> noAnswer(session, "EAP authentication");
            case Phase.AwaitingSecond p -> eapOver(session, p.claim());
            case Phase.EapAwaiting p -> eapOver(session, p.conversation().claim());
            case Phase.EapProving p -> eapOver(session, p.conversation().claim());
            case Phase.Authorizing _ -> noAnswer(session, "authorization");
            case Phase.Opening _ -> noAnswer(session, "opening the session");
            case Phase.Lingering _, Phase.Closing _ -> Teardown.forget(host, session);
            case Phase.Established _ -> throw new IllegalStateException("has no deadline");
        }
    }

    private void noAnswer(Session session, String stage) {
        IkeAuth.refuse(
                host, session, new Reason.AaaTimeout(stage, host.config().limits().aaaTimeoutMs()));
    }

    private void eapOver(Session session, Phase.Claim claim) {
        EapRules rules = claim.profile().proofs().eap();
        long timeoutMs = rules == null ? 0 : rules.timeoutMs();
        IkeAuth.abandon(host, session, new Reason.EapTimeout(claim.identity(), timeoutMs));
    }

    private void established(Session session, Phase.Login login, long now) {
        if (session.timers().fired(Timer.IKE_EXPIRE, now)) {
            Teardown.close(
                    host, session, new Reason.LifetimeEnded(login.profile().lifetimeSeconds()));
            return;
        }
        if (session.timers().fired(Timer.CHILDLESS, now)) {
            Teardown.close(
                    host,
                    session,
                    new Reason.Requested(
                            "CHILDLESS",
                            "no child SA for "
                                    + Childless.GRACE_MS / 1000
                                    + " s; the peer did not make one",
                            TerminateCause.USER_REQUEST));
            return;
        }
        if (session.timers().fired(Timer.IKE_REKEY, now)) {
            session.enqueue(new IkeRekey());
        }
        if (session.timers().fired(Timer.LIVENESS, now)) {
            Liveness.due(host, session, login);
        }
        if (session.timers().fired(Timer.NAT_KEEPALIVE, now)) {
            host.act(new Action.NatKeepalive(session.path().local(), session.path().remote()));
            Lifetimes.keepalive(host, session, login.profile());
        }
        for (Child child : List.copyOf(session.children())) {
            if (child.state() != Child.State.DELETING && child.expireAtMs() <= now) {
                DeleteChild.begin(session, child);
            } else if (child.state() == Child.State.INSTALLED && child.rekeyAtMs() <= now) {
                rekey(session, login, child);
            }
        }
    }

    private static void rekey(Session session, Phase.Login login, Child child) {
        child.rekeyAt(Step.NEVER);
        session.enqueue(ChildRekey.of(login, child));
    }

    // ---- what the shell asks for

    public void espActivity(Session session, Event.EspActivity activity) {
        Phase.Login login = session.login();
        if (login != null) {
            Liveness.activity(host, session, login, activity);
            OwnRequests.pump(host, session);
        }
    }

    public void probe(Session session) {
        if (session.login() != null) {
            session.enqueue(new Liveness.Probe());
            OwnRequests.pump(host, session);
        }
    }

    public void rekeyIke(Session session) {
        if (session.login() != null) {
            session.enqueue(new IkeRekey());
            OwnRequests.pump(host, session);
        }
    }

    /** {@code hard}: it may carry nothing more; otherwise its successor is due. */
    public void childExpiring(Session session, int inboundSpi, boolean hard) {
        Child child = session.byInbound(inboundSpi);
        Phase.Login login = session.login();
        if (child == null || login == null) {
            return;
        }
        if (hard && child.state() != Child.State.DELETING) {
            DeleteChild.begin(session, child);
        } else if (child.state() == Child.State.INSTALLED) {
            rekey(session, login, child);
        }
        OwnRequests.pump(host, session);
    }

    /**
     * Ends a session in whatever phase it is; a peer that waits for IKE_AUTH's answer is refused.
     */
    public void close(Session session, Reason why) {
        switch (session.phase()) {
            case Phase.LookingUpPsk _, Phase.CheckingCertificate _, Phase.EapRelaying _ ->
                    IkeAuth.refuse(host, session, why);
            case Phase.Authorizing _, Phase.Opening _ -> IkeAuth.refuse(host, session, why);
            case Phase.AwaitingSecond _, Phase.EapAwaiting _, Phase.EapProving _ ->
                    IkeAuth.abandon(host, session, why);
            case Phase.AwaitingAuth _ -> Teardown.forget(host, session);
            case Phase.Established _ -> {
                Teardown.close(host, session, why);
                OwnRequests.pump(host, session);
            }
            case Phase.Lingering _, Phase.Closing _ -> {}
        }
    }

    /** RFC 7296 §2.23: ESP came from a new place; only a NAT moves a peer without MOBIKE. */
    public void moved(Session session, Endpoint remote) {
        if (session.nat().remoteInside() && session.udpEncapsulated()) {
            Path path = session.path();
            session.moveTo(host, new Path(path.local(), remote, path.natTPort()));
        }
    }

    /** Something of ours broke in the middle of this session's work: it ends, with nothing sent. */
    public void broken(Session session, Reason why) {
        host.counters().refuse(why);
        Teardown.ended(host, session, why);
    }

    /** Forgets a session that is over already, without waiting for its deadline. */
    public void drop(Session session) {
        Teardown.forget(host, session);
    }
}
