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
            case Event.PskAnswer e -> answered(e.requestId(), s -> driver.answer(s, e));
            case Event.AuthorizationAnswer e -> answered(e.requestId(), s -> driver.answer(s, e));
            case Event.OpeningAnswer e -> answered(e.requestId(), s -> driver.answer(s, e));
            case Event.SessionFailed(long id, Reason why) -> close(registry.session(id), why);
            case Event.DeleteSession(long id, Reason why) -> close(registry.session(id), why);
            case Event.PeerMoved(int spi, Endpoint remote) -> peerMoved(spi, remote);
            case Event.EspActivity e -> {
                Session session = registry.session(e.sessionId());
                if (session != null) {
                    timers.espActivity(session, e);
                    settle(session);
                }
            }
            case Event.ChildExpiring(int spi, boolean hard) -> childExpiring(spi, hard);
            case Event.RekeyChild(int spi) -> childExpiring(spi, false);
            case Event.RekeyIke(long id) -> {
                Session session = registry.session(id);
                if (session != null) {
                    timers.rekeyIke(session);
                    settle(session);
                }
            }
            case Event.ProbePeer(long id) -> {
                Session session = registry.session(id);
                if (session != null) {
                    timers.probe(session);
                    settle(session);
                }
            }
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
        IkeHeader header;
        try {
            header = bytes.length > MAX_DATAGRAM ? null : IkeHeader.read(bytes, 0, bytes.length);
        } catch (DecodeException notIke) {
            header = null;
        }
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
        driver.datagram(owned.session(), owned.sa(), header, bytes, path);
        settle(owned.session());
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
        Session made = gate.request(header, bytes, d.bytes(), path);
        if (made != null) {
            settle(made);
        }
    }

    private void drop(Drop why) {
        registry.counters().drop(why);
    }

    // ---- the rest

    private void tick(long nowMs) {
        Session due = deadlines.due(nowMs);
        while (due != null) {
            timers.tick(due);
            settle(due);
            due = deadlines.due(nowMs);
        }
    }

    private void answered(long requestId, Consumer<Session> then) {
        // No session: the answer came too late, the login was given up.
        Session session = registry.byRequest(requestId);
        if (session != null) {
            then.accept(session);
            settle(session);
        }
    }

    private void close(@Nullable Session session, Reason why) {
        if (session != null) {
            timers.close(session, why);
            settle(session);
        }
    }

    private void peerMoved(int inboundSpi, Endpoint remote) {
        Session session = registry.byEspSpi(inboundSpi);
        // RFC 7296 §2.23: only a NAT moves a peer without MOBIKE.
        if (session != null && session.nat().remoteInside() && session.udpEncapsulated()) {
            Path path = session.path();
            session.moveTo(registry, new Path(path.local(), remote, path.natTPort()));
        }
    }

    private void childExpiring(int inboundSpi, boolean hard) {
        Session session = registry.byEspSpi(inboundSpi);
        if (session != null) {
            timers.childExpiring(session, inboundSpi, hard);
            settle(session);
        }
    }

    private void shutdown() {
        shuttingDown = true;
        for (Session session : List.copyOf(registry.sessions())) {
            close(session, new Reason.Shutdown());
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
        deadlines.set(session, session.nextDeadlineMs());
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
