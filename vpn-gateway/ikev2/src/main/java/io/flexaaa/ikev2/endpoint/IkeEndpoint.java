package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.IkeEngine;
import io.flexaaa.ikev2.IkeStatistics;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.exchange.SessionDriver;
import io.flexaaa.ikev2.exchange.SessionTimers;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeHeader;
import io.flexaaa.ikev2.message.NotifyPayload;
import io.flexaaa.ikev2.message.NotifyType;
import io.flexaaa.ikev2.sa.Counters;
import io.flexaaa.ikev2.sa.Drop;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.ikev2.sa.Session;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The engine: finds the session an event belongs to and lets it act. See {@link IkeEngine}. */
public final class IkeEndpoint implements IkeEngine {
    private static final int MAJOR_VERSION = 2;

    /** An IKE message longer than this is no IKE message (RFC 7296 §2: 3000 is what must work). */
    private static final int MAX_DATAGRAM = 65_535;

    private final Registry registry;
    private final InitGate gate;
    private final SessionDriver driver;
    private final SessionTimers timers;
    private final Deadlines deadlines = new Deadlines();
    private boolean shuttingDown;

    public IkeEndpoint(IkeConfig config, Entropy entropy) {
        this.registry = new Registry(config, entropy);
        this.gate = new InitGate(registry);
        this.driver = new SessionDriver(registry);
        this.timers = new SessionTimers(registry);
    }

    @Override
    public Step handle(Event event, long nowMs) {
        registry.begin(nowMs);
        switch (event) {
            case Event.Datagram d -> datagram(d);
            case Event.TimerTick _ -> tick(nowMs);
            // No session for an answer: it came too late, the login was given up.
            case Event.PskAnswer e ->
                    with(registry.byRequest(e.requestId()), s -> driver.answer(s, e));
            case Event.CertificateAnswer e ->
                    with(registry.byRequest(e.requestId()), s -> driver.answer(s, e));
            case Event.EapAnswer e ->
                    with(registry.byRequest(e.requestId()), s -> driver.answer(s, e));
            case Event.AuthorizationAnswer e ->
                    with(registry.byRequest(e.requestId()), s -> driver.answer(s, e));
            case Event.OpeningAnswer e ->
                    with(registry.byRequest(e.requestId()), s -> driver.answer(s, e));
            case Event.SessionFailed(long id, Reason why) ->
                    with(registry.session(id), s -> timers.close(s, why));
            case Event.DeleteSession(long id, Reason why) ->
                    with(registry.session(id), s -> timers.close(s, why));
            case Event.PeerMoved(int spi, Endpoint remote) ->
                    with(registry.byEspSpi(spi), s -> timers.moved(s, remote));
            case Event.EspActivity e ->
                    with(registry.session(e.sessionId()), s -> timers.espActivity(s, e));
            case Event.ChildExpiring(int spi, boolean hard) ->
                    with(registry.byEspSpi(spi), s -> timers.childExpiring(s, spi, hard));
            case Event.RekeyChild(int spi) ->
                    with(registry.byEspSpi(spi), s -> timers.childExpiring(s, spi, false));
            case Event.RekeyIke(long id) -> with(registry.session(id), timers::rekeyIke);
            case Event.ProbePeer(long id) -> with(registry.session(id), timers::probe);
            case Event.ReplaceConfig(IkeConfig next) -> registry.config(next);
            case Event.Shutdown _ -> shutdown();
        }
        return new Step(registry.takeActions(), deadlines.earliestMs());
    }

    /** For tests, which make sessions that are up without a login. */
    Registry registry() {
        return registry;
    }

    // ---- datagrams

    private void datagram(Event.Datagram d) {
        byte[] bytes = d.bytes().toArray();
        IkeHeader header = header(bytes);
        if (header == null) {
            drop(Drop.NOT_IKE);
            return;
        }
        Path path = new Path(d.local(), d.remote(), d.natTPort());
        if (header.majorVersion() != MAJOR_VERSION) {
            otherVersion(header, path);
            return;
        }
        if (header.exchangeType() == ExchangeType.IKE_SA_INIT && header.spiR() == 0) {
            init(header, bytes, d, path);
            return;
        }
        // The flag tells which of the two SPIs is ours (RFC 7296 §3.1).
        long ourSpi = header.fromInitiator() ? header.spiR() : header.spiI();
        long theirSpi = header.fromInitiator() ? header.spiI() : header.spiR();
        Registry.Owned owned = registry.bySpi(ourSpi);
        if (owned == null || owned.sa().remoteSpi() != theirSpi) {
            drop(Drop.UNKNOWN_SPI);
            return;
        }
        with(owned.session(), s -> driver.datagram(s, owned.sa(), header, bytes, path));
    }

    private static @Nullable IkeHeader header(byte[] bytes) {
        try {
            return bytes.length > MAX_DATAGRAM ? null : IkeHeader.read(bytes, 0, bytes.length);
        } catch (DecodeException notIke) {
            return null;
        }
    }

    /** RFC 7296 §2.5: a higher major version is told so; a lower one is not IKEv2 at all. */
    private void otherVersion(IkeHeader header, Path path) {
        drop(Drop.NOT_IKE);
        if (header.majorVersion() > MAJOR_VERSION
                && !header.isResponse()
                && header.fromInitiator()) {
            gate.refuse(header, path, NotifyPayload.of(NotifyType.INVALID_MAJOR_VERSION));
        }
    }

    private void init(IkeHeader header, byte[] bytes, Event.Datagram d, Path path) {
        if (shuttingDown) {
            drop(Drop.SHUTTING_DOWN);
            return;
        }
        try {
            Session made = gate.request(header, bytes, d.bytes(), path);
            if (made != null) {
                settle(made);
            }
        } catch (RuntimeException bug) {
            // A stranger's packet that we cannot cope with is that packet's end, and not ours.
            drop(Drop.INTERNAL_FAULT);
        }
    }

    private void drop(Drop why) {
        registry.counters().drop(why);
    }

    // ---- the rest

    private void tick(long nowMs) {
        Session due = deadlines.due(nowMs);
        while (due != null) {
            with(due, timers::tick);
            due = deadlines.due(nowMs);
        }
    }

    /**
     * One session's work. A broken invariant of ours ends that session and no other: whoever found
     * out how to break it must not take the gateway down with it.
     */
    private void with(@Nullable Session session, Consumer<Session> work) {
        if (session == null) {
            return;
        }
        try {
            work.accept(session);
        } catch (RuntimeException bug) {
            timers.broken(session, new Reason.InternalFault(bug.toString()));
        }
        settle(session);
    }

    private void shutdown() {
        shuttingDown = true;
        for (Session session : List.copyOf(registry.sessions())) {
            with(session, s -> timers.close(s, new Reason.Shutdown()));
        }
    }

    /** After every event of a session: when is it due next, and is it still there at all? */
    private void settle(Session session) {
        if (!registry.isKnown(session)) {
            deadlines.set(session, Step.NEVER);
            return;
        }
        Session oldest = registry.lingeringTooMany();
        if (oldest != null) {
            timers.drop(oldest);
            deadlines.set(oldest, Step.NEVER);
        }
        // Never in the past, or one tick could go on for ever.
        deadlines.set(session, Math.max(session.nextDeadlineMs(), registry.nowMs() + 1));
    }

    // ---- looking

    @Override
    public List<SaSnapshot> sas() {
        List<SaSnapshot> out = new ArrayList<>();
        for (Session session : registry.sessions()) {
            out.add(Snapshots.of(session));
        }
        return out;
    }

    @Override
    public @Nullable SaSnapshot sa(long sessionId) {
        Session session = registry.session(sessionId);
        return session == null ? null : Snapshots.of(session);
    }

    @Override
    public IkeStatistics statistics() {
        Counters c = registry.counters();
        int active = 0;
        int children = 0;
        for (Session session : registry.sessions()) {
            active += session.login() == null ? 0 : 1;
            children += session.children().size();
        }
        return new IkeStatistics(
                active,
                registry.negotiatingCount(),
                children,
                c.initAccepted,
                c.initRejected,
                c.cookiesDemanded,
                c.cookiesAccepted,
                c.cookiesWrong,
                c.established,
                c.ikeRekeys,
                c.childRekeys,
                c.retransmissions,
                c.replays,
                c.drops(),
                c.refusals());
    }

    @Override
    public IkeConfig config() {
        return registry.config();
    }
}
