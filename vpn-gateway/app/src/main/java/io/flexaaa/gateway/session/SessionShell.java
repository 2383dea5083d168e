package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.Usage;
import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.dhcp.DhcpAnswer;
import io.flexaaa.gateway.dhcp.DhcpMessage;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeEngine;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Inet4Address;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Carries out what the IKE engine decides. Every method runs on the owner thread; answers of AAA
 * come back to it as tasks.
 */
final class SessionShell {
    private static final Logger LOG = LoggerFactory.getLogger(SessionShell.class);
    private static final int NAT_KEEPALIVE_SECONDS = 20;

    /** Sends IKE messages. */
    interface Wire {
        void send(Endpoint local, Endpoint remote, boolean natTPort, Octets message);
    }

    private final IkeEngine engine;
    private final SessionAccounts accounts;
    private final LoginQuestions questions;
    private final SessionOpener opener;
    private final DhcpAddresses dhcp;
    private final SessionTimers timers;
    private final DataPlane dataPlane;
    private final Wire wire;
    private final java.util.function.Consumer<Runnable> later;
    private final TreeMap<Long, Session> sessions = new TreeMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Reconnects reconnects = new Reconnects();
    private final Debug debug = new Debug();
    private boolean handling;
    private long engineDeadlineMs = Step.NEVER;
    private long secondDueMs;

    /**
     * @param later puts a task on the owner thread
     */
    SessionShell(
            Supplier<GatewayConfig> config,
            IkeEngine engine,
            AaaService aaa,
            EapRelay eap,
            Pki pki,
            Accounting accounting,
            SessionOpener opener,
            DhcpAddresses dhcp,
            SessionTimers timers,
            DataPlane dataPlane,
            Wire wire,
            SessionNames names,
            LongSupplier epochMs,
            java.util.function.Consumer<Runnable> later) {
        this.engine = engine;
        this.accounts = new SessionAccounts(accounting, epochMs);
        this.questions =
                new LoginQuestions(
                        config,
                        aaa,
                        eap,
                        pki,
                        names,
                        epochMs,
                        later,
                        sessions,
                        this::feed,
                        reconnects);
        this.opener = opener;
        this.dhcp = dhcp;
        this.timers = timers;
        this.dataPlane = dataPlane;
        this.wire = wire;
        this.later = later;
        this.secondDueMs = OwnerThread.nowMs() + 1_000;
    }

    long nextDeadlineMs() {
        return Math.min(
                engineDeadlineMs,
                sessions.isEmpty() && reconnects.isEmpty() ? Step.NEVER : secondDueMs);
    }

    void onDeadline() {
        long nowMs = OwnerThread.nowMs();
        if (engineDeadlineMs - nowMs <= 0) {
            feed(new Event.TimerTick());
        }
        if (secondDueMs - nowMs <= 0) {
            secondDueMs = nowMs + 1_000;
            answered(dhcp.tick(nowMs));
            reconnects.expired(nowMs).forEach(s -> endWaiting(s.id(), Reconnects.OVER));
            for (Session session : List.copyOf(sessions.values())) {
                io.flexaaa.ikev2.Reason end = timers.tick(session, nowMs);
                if (end != null) {
                    feed(new Event.DeleteSession(session.id(), end));
                }
            }
        }
    }

    /** One event, all its actions, then the next: also for events that actions cause. */
    void feed(Event event) {
        events.add(event);
        if (handling) {
            return;
        }
        handling = true;
        try {
            for (Event next = events.poll(); next != null; next = events.poll()) {
                Step step = engine.handle(next, OwnerThread.nowMs());
                engineDeadlineMs = step.nextDeadlineMs();
                carryOut(step.actions());
            }
        } finally {
            handling = false;
        }
    }

    private void carryOut(List<Action> actions) {
        Set<Long> failed = new HashSet<>();
        Set<Endpoint> silenced = new HashSet<>();
        for (Action action : actions) {
            Long sessionId = sessionOf(action);
            boolean held =
                    action instanceof Action.Send send
                            ? silenced.contains(send.remote())
                            : sessionId != null && failed.contains(sessionId);
            if (held) {
                continue;
            }
            SessionDebug.decided(debug, action, sessionId == null ? null : sessions.get(sessionId));
            try {
                carryOut(action);
            } catch (RefusedException e) {
                long id = Objects.requireNonNullElse(sessionId, 0L);
                failed.add(id);
                // The peer must not read "established" when it is not.
                SaSnapshot sa = engine.sa(id);
                if (sa != null) {
                    silenced.add(sa.remote());
                }
                fail(id, e.refusal());
            }
        }
    }

    private static @Nullable Long sessionOf(Action action) {
        return switch (action) {
            case Action.InstallChild(ChildSa child, boolean _) -> child.sessionId();
            case Action.SwitchOutbound(long id, int _) -> id;
            case Action.RemoveChild(long id, int _, int _) -> id;
            case Action.SessionUp(long id) -> id;
            case Action.UpdatePeer update -> update.sessionId();
            case Action.LookUpPsk _,
                    Action.CheckCertificate _,
                    Action.RelayEap _,
                    Action.Authorize _,
                    Action.OpenSession _,
                    Action.SessionDown _,
                    Action.AskEspActivity _,
                    Action.Send _,
                    Action.NatKeepalive _,
                    Action.Report _ ->
                    null;
        };
    }

    private void fail(long sessionId, Refusal refusal) {
        LOG.warn("{}", LogLine.of("session-failed").with("session", sessionId).with(refusal));
        feed(new Event.SessionFailed(sessionId, IkeReports.reason(refusal)));
    }

    private void carryOut(Action action) throws RefusedException {
        switch (action) {
            case Action.Send(Endpoint local, Endpoint remote, boolean natT, Octets bytes) ->
                    wire.send(local, remote, natT, bytes);
            case Action.NatKeepalive _ -> {
                // The data plane sends them between its own packets; see InstallChild.
            }
            case Action.LookUpPsk ask -> questions.lookUpPsk(ask);
            case Action.CheckCertificate ask -> questions.checkCertificate(ask);
            case Action.RelayEap ask -> questions.relayEap(ask);
            case Action.Authorize ask -> questions.authorize(ask);
            // Deferred: replacing an older session of the peer is an event of its own.
            case Action.OpenSession ask -> later.accept(() -> open(ask));
            case Action.InstallChild(ChildSa child, boolean useOutbound) ->
                    install(child, useOutbound);
            case Action.SwitchOutbound(long id, int inboundSpi) ->
                    activate(session(id), inboundSpi);
            case Action.RemoveChild(long id, int inboundSpi, int _) -> {
                dataPlane.removeChild(inboundSpi);
                Session session = sessions.get(id);
                if (session != null) {
                    session.children.remove(inboundSpi);
                }
            }
            case Action.UpdatePeer(long id, Endpoint local, Endpoint remote, boolean udp) -> {
                Session session = session(id);
                if (session.access != null) {
                    dataPlane.movePeer(
                            session.access.link(),
                            Children.endpoints(local, remote),
                            Children.encapsulation(udp));
                }
            }
            case Action.SessionUp(long id) -> up(session(id));
            case Action.SessionDown(long id, io.flexaaa.ikev2.Reason why) -> down(id, why);
            case Action.AskEspActivity(long id) -> tellActivity(id);
            case Action.Report(Outcome outcome) -> IkeReports.report(outcome);
        }
    }

    private Session session(long id) throws RefusedException {
        Session session = sessions.get(id);
        if (session == null) {
            throw new RefusedException(Reason.SA_INSTALL_FAILED, "session " + id + " is gone");
        }
        return session;
    }

    private void open(Action.OpenSession ask) {
        Session session = sessions.get(ask.sessionId());
        if (session == null || session.policy == null) {
            // It went down while this waited; the engine has forgotten the request.
            return;
        }
        if (session.returnOf != null) {
            resume(session, session.returnOf, ask);
            return;
        }
        if (SessionOpener.asks(ask, false) && DhcpAddresses.needed(session)) {
            session.opening = ask;
            answered(dhcp.ask(session, OwnerThread.nowMs()));
            return;
        }
        Lease old = opener.toReplace(session, ask);
        if (old != null && reconnects.isWaiting(old.holder())) {
            endWaiting(old.holder(), Reconnects.OVER);
        } else if (old != null) {
            feed(
                    new Event.DeleteSession(
                            old.holder(),
                            new io.flexaaa.ikev2.Reason.Requested(
                                    "REPLACED",
                                    old.identity() + " came back as session " + session.id(),
                                    TerminateCause.NAS_REQUEST)));
        }
        try {
            reconnects.issue(session, ask.requested());
            Event.SessionOpened opened = opener.open(session, ask);
            SessionDebug.cloned(debug, session);
            feed(opened);
        } catch (RefusedException e) {
            IkeReports.refused(session, "open", e.refusal());
            feed(new Event.SessionRefused(ask.requestId(), IkeReports.reason(e.refusal())));
        }
    }

    /** A DHCP server sent this. */
    void received(DhcpMessage message, Inet4Address from) {
        answered(dhcp.received(message, from, OwnerThread.nowMs()));
    }

    private void answered(List<DhcpAnswer> answers) {
        for (DhcpAnswer answer : answers) {
            switch (answer) {
                case DhcpAnswer.Bound(long id, Inet4Address address, long _) -> {
                    Session session = sessions.get(id);
                    Action.OpenSession ask = session == null ? null : session.opening;
                    if (session == null || ask == null) {
                        dhcp.release(id);
                    } else {
                        session.dhcp = address;
                        session.opening = null;
                        open(ask);
                    }
                }
                case DhcpAnswer.Failed(long id, Refusal refusal) -> {
                    Session session = sessions.get(id);
                    Action.OpenSession ask = session == null ? null : session.opening;
                    if (session != null && ask != null) {
                        session.opening = null;
                        IkeReports.refused(session, "dhcp", refusal);
                        feed(new Event.SessionRefused(ask.requestId(), IkeReports.reason(refusal)));
                    }
                }
                case DhcpAnswer.Lost(long id, String sentence) -> {
                    io.flexaaa.ikev2.Reason why =
                            new io.flexaaa.ikev2.Reason.Requested(
                                    "DHCP_LEASE_LOST", sentence, TerminateCause.NAS_REQUEST);
                    if (!endWaiting(id, why)) {
                        feed(new Event.DeleteSession(id, why));
                    }
                }
            }
        }
    }

    private void resume(Session session, Session old, Action.OpenSession ask) {
        if (old.ticket == null || old.access == null) {
            feed(
                    new Event.SessionRefused(
                            ask.requestId(), IkeReports.reason(Reconnects.ENDED_MEANWHILE)));
            return;
        }
        boolean waited = reconnects.isWaiting(old.id());
        session.facts = old.facts.onSa(session.id(), ask.local(), ask.remote());
        session.takeOver(old);
        reconnects.used(old);
        if (!waited) {
            // Its client noticed the outage before we did.
            feed(
                    new Event.DeleteSession(
                            old.id(),
                            new io.flexaaa.ikev2.Reason.Requested(
                                    "RECONNECTED",
                                    "its client came back as session " + session.id(),
                                    TerminateCause.NAS_REQUEST)));
        }
        reconnects.issue(session, ask.requested());
        try {
            feed(opener.resume(session, ask));
        } catch (RefusedException e) {
            IkeReports.refused(session, "reconnect", e.refusal());
            feed(new Event.SessionRefused(ask.requestId(), IkeReports.reason(e.refusal())));
        }
    }

    private void install(ChildSa child, boolean useOutbound) throws RefusedException {
        Session session = session(child.sessionId());
        if (session.access == null) {
            throw new RefusedException(
                    Reason.SA_INSTALL_FAILED, "session " + session.id() + " has no interface");
        }
        SaSnapshot sa = engine.sa(session.id());
        int keepalive = sa != null && sa.nat().localInside() ? NAT_KEEPALIVE_SECONDS : 0;
        try {
            ChildSpec spec = Children.spec(child, session.access.link(), session.gre, keepalive);
            dataPlane.installInbound(spec);
            session.children.put(child.inboundSpi(), spec);
        } catch (DataPlaneException | IllegalArgumentException e) {
            throw new RefusedException(
                    Reason.SA_INSTALL_FAILED,
                    "child SA 0x%08x: ".formatted(child.inboundSpi()) + e.getMessage());
        }
        if (useOutbound) {
            activate(session, child.inboundSpi());
        }
    }

    private void activate(Session session, int inboundSpi) throws RefusedException {
        ChildSpec spec = session.children.get(inboundSpi);
        if (spec == null) {
            return;
        }
        try {
            dataPlane.activateOutbound(spec);
        } catch (DataPlaneException e) {
            throw new RefusedException(
                    Reason.SA_INSTALL_FAILED,
                    "child SA 0x%08x: ".formatted(inboundSpi) + e.getMessage());
        }
    }

    private void up(Session session) throws RefusedException {
        if (session.returnOf != null) {
            session.returnOf = null;
            session.up = true;
            session.lastActiveMs = OwnerThread.nowMs();
            LOG.info(
                    "{}",
                    LogLine.of("session-reconnected")
                            .with("session", session.id())
                            .with("audit", session.facts.auditSessionId())
                            .with("user", session.userName())
                            .with("remote", session.facts.remote())
                            .with("address", address(session.ipv4)));
            return;
        }
        opener.addRoutes(
                session,
                session.children.values().stream()
                        .filter(child -> child.gre() == null)
                        .flatMap(child -> Children.prefixes(child.remote()).stream())
                        .toList());
        long nowMs = OwnerThread.nowMs();
        session.up = true;
        session.upMs = nowMs;
        session.lastActiveMs = nowMs;
        accounts.start(session);
        timers.arm(session, nowMs);
        LOG.info(
                "{}",
                LogLine.of("session-up")
                        .with("session", session.id())
                        .with("audit", session.facts.auditSessionId())
                        .with("user", session.userName())
                        .with("remote", session.facts.remote())
                        .with("interface", session.access == null ? null : session.access.iosName())
                        .with("address", address(session.ipv4))
                        .with("address6", address(session.ipv6)));
    }

    private static @Nullable String address(@Nullable Lease lease) {
        return lease == null ? null : Addresses.text(lease.address());
    }

    private void down(long id, io.flexaaa.ikev2.Reason why) {
        Session session = sessions.remove(id);
        if (session == null) {
            return;
        }
        if (reconnects.park(session, why, OwnerThread.nowMs())) {
            session.children.clear();
            LOG.info(
                    "{}",
                    LogLine.of("session-inactive")
                            .with("session", id)
                            .with("user", session.userName())
                            .with("detail", why.sentence() + "; kept for its client"));
            return;
        }
        reconnects.withdraw(session);
        ended(session, why);
    }

    /** Ends a session that waits for its client; false when there is none of that id. */
    boolean endWaiting(long id, io.flexaaa.ikev2.Reason why) {
        Session session = reconnects.remove(id);
        if (session != null) {
            ended(session, why);
        }
        return session != null;
    }

    private void ended(Session session, io.flexaaa.ikev2.Reason why) {
        Usage usage =
                session.access == null
                        ? Usage.NONE
                        : SessionTimers.usage(dataPlane.counters(session.access.link()));
        opener.close(session);
        accounts.stop(session, usage, why);
        if (session.up) {
            LOG.info(
                    "{}",
                    LogLine.of("session-down")
                            .with("session", session.id())
                            .with("user", session.userName())
                            .with("reason", why.code())
                            .with("detail", why.sentence())
                            .with("inOctets", usage.inOctets())
                            .with("outOctets", usage.outOctets()));
        }
    }

    private void tellActivity(long id) {
        Session session = sessions.get(id);
        long inbound =
                session == null || session.access == null
                        ? -1
                        : dataPlane.lastInboundNanos(session.access.link()) / 1_000_000;
        feed(new Event.EspActivity(id, inbound, session == null ? -1 : session.lastOutMs));
    }

    Debug debug() {
        return debug;
    }

    Reconnects reconnects() {
        return reconnects;
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    @Nullable Session find(long id) {
        return sessions.get(id);
    }

    IkeEngine engine() {
        return engine;
    }

    SessionTimers timers() {
        return timers;
    }
}
