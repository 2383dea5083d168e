package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.AaaService;
import io.flexaaa.gateway.aaa.AaaService.Answer;
import io.flexaaa.gateway.aaa.AccountedSession;
import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.EapRelay;
import io.flexaaa.gateway.aaa.PeerKeys;
import io.flexaaa.gateway.aaa.SessionFacts;
import io.flexaaa.gateway.aaa.Usage;
import io.flexaaa.gateway.dataplane.ChildSpec;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.DataPlaneException;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.pki.PeerCertificates;
import io.flexaaa.gateway.pki.Pki;
import io.flexaaa.gateway.pool.Lease;
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
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.policy.EffectivePolicy;
import io.flexaaa.protocol.policy.Sourced;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.cert.X509Certificate;
import java.time.Instant;
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
    private static final int EAP_FAILURE = 4;

    /** Sends IKE messages. */
    interface Wire {
        void send(Endpoint local, Endpoint remote, boolean natTPort, Octets message);
    }

    private final Supplier<GatewayConfig> config;
    private final IkeEngine engine;
    private final AaaService aaa;
    private final EapRelay eap;
    private final Pki pki;
    private final Accounting accounting;
    private final SessionOpener opener;
    private final SessionTimers timers;
    private final DataPlane dataPlane;
    private final Wire wire;
    private final SessionNames names;
    private final LongSupplier epochMs;
    private final java.util.function.Consumer<Runnable> later;
    private final TreeMap<Long, Session> sessions = new TreeMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
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
            SessionTimers timers,
            DataPlane dataPlane,
            Wire wire,
            SessionNames names,
            LongSupplier epochMs,
            java.util.function.Consumer<Runnable> later) {
        this.config = config;
        this.engine = engine;
        this.aaa = aaa;
        this.eap = eap;
        this.pki = pki;
        this.accounting = accounting;
        this.opener = opener;
        this.timers = timers;
        this.dataPlane = dataPlane;
        this.wire = wire;
        this.names = names;
        this.epochMs = epochMs;
        this.later = later;
        this.secondDueMs = OwnerThread.nowMs() + 1_000;
    }

    long nextDeadlineMs() {
        return Math.min(engineDeadlineMs, sessions.isEmpty() ? Step.NEVER : secondDueMs);
    }

    void onDeadline() {
        long nowMs = OwnerThread.nowMs();
        if (engineDeadlineMs - nowMs <= 0) {
            feed(new Event.TimerTick());
        }
        if (secondDueMs - nowMs <= 0) {
            secondDueMs = nowMs + 1_000;
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
        feed(new Event.SessionFailed(sessionId, reason(refusal)));
    }

    private void carryOut(Action action) throws RefusedException {
        switch (action) {
            case Action.Send(Endpoint local, Endpoint remote, boolean natT, Octets bytes) ->
                    wire.send(local, remote, natT, bytes);
            case Action.NatKeepalive _ -> {
                // The data plane sends them between its own packets; see InstallChild.
            }
            case Action.LookUpPsk ask -> lookUpPsk(ask);
            case Action.CheckCertificate ask -> checkCertificate(ask);
            case Action.RelayEap ask -> relayEap(ask);
            case Action.Authorize ask -> authorize(ask);
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
            case Action.Report(Outcome outcome) -> report(outcome);
        }
    }

    private Session session(long id) throws RefusedException {
        Session session = sessions.get(id);
        if (session == null) {
            throw new RefusedException(Reason.SA_INSTALL_FAILED, "session " + id + " is gone");
        }
        return session;
    }

    private @Nullable Session begin(
            long id, String profileName, PeerIdentity identity, Endpoint local, Endpoint remote) {
        Ikev2Profile profile = config.get().ikev2().profiles().get(profileName);
        if (profile == null) {
            return null;
        }
        return sessions.computeIfAbsent(
                id,
                key ->
                        new Session(
                                new SessionFacts(
                                        id,
                                        names.auditSessionId(id, local, remote),
                                        names.acctSessionId(id),
                                        profile,
                                        identity,
                                        null,
                                        null,
                                        local,
                                        remote)));
    }

    private void lookUpPsk(Action.LookUpPsk ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            events.add(new Event.PskRefused(ask.requestId(), profileGone(ask.profile())));
            return;
        }
        aaa.lookUpPsk(
                session.facts,
                answer -> later.accept(() -> pskAnswered(session, ask.requestId(), answer)));
    }

    private void pskAnswered(Session session, long requestId, Answer<PeerKeys> answer) {
        switch (answer) {
            case Answer.Refused<PeerKeys>(Refusal refusal) -> {
                refused(session, "psk", refusal);
                feed(new Event.PskRefused(requestId, reason(refusal)));
            }
            case Answer.Found<PeerKeys>(PeerKeys keys) -> {
                session.implicit = keys.implicit();
                session.keyFromServer = true;
                feed(
                        new Event.PskFound(
                                requestId,
                                Objects.requireNonNull(keys.local()),
                                keys.remote(),
                                keys.ppk()));
            }
        }
    }

    private void checkCertificate(Action.CheckCertificate ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            events.add(new Event.CertificateRefused(ask.requestId(), profileGone(ask.profile())));
            return;
        }
        try {
            X509Certificate own =
                    PeerCertificates.check(
                            pki.verifying(session.facts.profile()),
                            ask.chain(),
                            ask.identity(),
                            Instant.ofEpochMilli(epochMs.getAsLong()));
            // Only a name so far: nothing is asked with it before the signature was checked too.
            session.facts = session.facts.withCertificate(own.getSubjectX500Principal().getName());
            events.add(new Event.CertificateTrusted(ask.requestId(), own.getPublicKey()));
        } catch (RefusedException e) {
            refused(session, "certificate", e.refusal());
            events.add(new Event.CertificateRefused(ask.requestId(), reason(e.refusal())));
        }
    }

    private void relayEap(Action.RelayEap ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            events.add(
                    new Event.EapFailed(
                            ask.requestId(),
                            Octets.of(EAP_FAILURE, ask.packet().u8(1), 0, 4),
                            profileGone(ask.profile())));
            return;
        }
        eap.relay(
                session.facts,
                session.eap,
                ask.eapIdentity(),
                ask.packet(),
                reply -> later.accept(() -> eapAnswered(session, ask.requestId(), reply)));
    }

    private void eapAnswered(Session session, long requestId, EapRelay.Reply reply) {
        switch (reply) {
            case EapRelay.Reply.Continue(Octets packet, EapRelay.Thread thread) -> {
                session.eap = thread;
                feed(new Event.EapContinues(requestId, packet));
            }
            case EapRelay.Reply.Success success -> {
                session.eap = null;
                session.facts = session.facts.asEapUser(success.name());
                session.implicit = success.attributes();
                feed(
                        new Event.EapSucceeded(
                                requestId, success.packet(), success.msk(), success.name()));
            }
            case EapRelay.Reply.Failure(Octets packet, Refusal refusal) -> {
                refused(session, "eap", refusal);
                feed(new Event.EapFailed(requestId, packet, reason(refusal)));
            }
        }
    }

    private void authorize(Action.Authorize ask) {
        Session session =
                begin(ask.sessionId(), ask.profile(), ask.identity(), ask.local(), ask.remote());
        if (session == null) {
            events.add(new Event.AuthorizationRefused(ask.requestId(), profileGone(ask.profile())));
            return;
        }
        session.method =
                switch (ask.method()) {
                    case PSK -> Method.PSK;
                    case RSA, ECDSA, EDDSA -> Method.CERT;
                    case EAP -> Method.EAP;
                };
        aaa.authorize(
                session.facts,
                session.method,
                session.implicit,
                answer -> later.accept(() -> authorized(session, ask.requestId(), answer)));
    }

    private void authorized(Session session, long requestId, Answer<EffectivePolicy> answer) {
        switch (answer) {
            case Answer.Refused<EffectivePolicy>(Refusal refusal) -> {
                refused(session, "authorization", refusal);
                // The server said no itself, or cannot be told.
                session.keyFromServer = false;
                feed(new Event.AuthorizationRefused(requestId, reason(refusal)));
            }
            case Answer.Found<EffectivePolicy>(EffectivePolicy policy) -> {
                session.policy = policy;
                feed(new Event.Authorized(requestId));
            }
        }
    }

    private void open(Action.OpenSession ask) {
        Session session = sessions.get(ask.sessionId());
        if (session == null || session.policy == null) {
            // It went down while this waited; the engine has forgotten the request.
            return;
        }
        Lease old = opener.toReplace(session, ask);
        if (old != null) {
            feed(
                    new Event.DeleteSession(
                            old.holder(),
                            new io.flexaaa.ikev2.Reason.Requested(
                                    "REPLACED",
                                    old.identity() + " came back as session " + session.id(),
                                    TerminateCause.NAS_REQUEST)));
        }
        try {
            Event.SessionOpened opened = opener.open(session, ask);
            feed(opened);
        } catch (RefusedException e) {
            refused(session, "open", e.refusal());
            feed(new Event.SessionRefused(ask.requestId(), reason(e.refusal())));
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
        EffectivePolicy policy = Objects.requireNonNull(session.policy);
        String list = accountingList(session);
        if (list != null) {
            session.accounted =
                    new AccountedSession(
                            session.facts,
                            list,
                            session.userName(),
                            session.ipv4 == null ? null : session.ipv4.address(),
                            session.ipv6 == null ? null : session.ipv6.address(),
                            policy.classes().stream().map(Sourced::value).toList(),
                            epochMs.getAsLong());
            accounting.start(session.accounted);
        }
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

    private static @Nullable String accountingList(Session session) {
        for (Ikev2Profile.Accounting accounting : session.facts.profile().accountings()) {
            if (accounting.method() == session.method || accounting.method() == Method.ANY) {
                return accounting.list();
            }
        }
        return null;
    }

    private void down(long id, io.flexaaa.ikev2.Reason why) {
        Session session = sessions.remove(id);
        if (session == null) {
            return;
        }
        Usage usage =
                session.access == null
                        ? Usage.NONE
                        : SessionTimers.usage(dataPlane.counters(session.access.link()));
        opener.close(session);
        if (session.accounted != null) {
            accounting.stop(session.accounted, usage, why.terminateCause(), why.code());
        } else if (!session.up && session.keyFromServer) {
            tellRefusal(session, why);
        }
        if (session.up) {
            LOG.info(
                    "{}",
                    LogLine.of("session-down")
                            .with("session", id)
                            .with("user", session.userName())
                            .with("reason", why.code())
                            .with("detail", why.sentence())
                            .with("inOctets", usage.inOctets())
                            .with("outOctets", usage.outOctets()));
        }
    }

    private void tellRefusal(Session session, io.flexaaa.ikev2.Reason why) {
        String list = accountingList(session);
        if (list == null) {
            return;
        }
        AccountedSession refused =
                new AccountedSession(
                        session.facts,
                        list,
                        session.userName(),
                        null,
                        null,
                        List.of(),
                        epochMs.getAsLong());
        accounting.reject(refused, why.terminateCause(), why.code(), why.sentence());
    }

    private void tellActivity(long id) {
        Session session = sessions.get(id);
        long inbound =
                session == null || session.access == null
                        ? -1
                        : dataPlane.lastInboundNanos(session.access.link()) / 1_000_000;
        feed(new Event.EspActivity(id, inbound, session == null ? -1 : session.lastOutMs));
    }

    private static void report(Outcome outcome) {
        LogLine line = LogLine.of("ike").with("code", outcome.code());
        switch (outcome) {
            case Outcome.RefusedPeer o -> LOG.warn("{}", detail(line, o.sessionId(), outcome));
            case Outcome.ChildRefused o -> LOG.warn("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Negotiating o -> LOG.debug("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Established o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Redirected o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Ended o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.ChildMade o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.IkeRekeyed o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.PeerMoved o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
        }
    }

    private static LogLine detail(LogLine line, long sessionId, Outcome outcome) {
        return line.with("session", sessionId).with("detail", outcome.sentence());
    }

    private static void refused(Session session, String stage, Refusal refusal) {
        LOG.warn(
                "{}",
                LogLine.of("peer-refused")
                        .with("session", session.id())
                        .with("user", session.userName())
                        .with("remote", session.facts.remote())
                        .with("stage", stage)
                        .with(refusal));
    }

    private static io.flexaaa.ikev2.Reason profileGone(String profile) {
        return reason(
                new Refusal(Reason.AAA_NOT_CONFIGURED, "ikev2 profile " + profile + " is no more"));
    }

    private static io.flexaaa.ikev2.Reason reason(Refusal refusal) {
        return refusal.reason().aboutAddress()
                ? new io.flexaaa.ikev2.Reason.AddressUnavailable(refusal.sentence())
                : new io.flexaaa.ikev2.Reason.Refused(
                        refusal.reason().name(), refusal.sentence(), TerminateCause.NAS_REQUEST);
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
