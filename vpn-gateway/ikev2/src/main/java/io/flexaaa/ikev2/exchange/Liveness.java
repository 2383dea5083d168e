package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig.Dpd;
import io.flexaaa.ikev2.message.ExchangeType;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.IkeSa;
import io.flexaaa.ikev2.sa.InFlight;
import io.flexaaa.ikev2.sa.OwnExchange;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Dead peer detection, RFC 7296 §2.4. What the peer says over IKE is seen here; whether its ESP
 * still comes in only the data plane knows, so it is asked before a probe goes out.
 */
final class Liveness {
    /** How long the data plane may take to say; then the peer is asked instead. */
    private static final long ASK_MS = 1_000;

    private Liveness() {}

    static void restart(Host host, Session session, Dpd dpd) {
        if (dpd.intervalSeconds() > 0) {
            session.asked(false);
            session.timers().set(Timer.LIVENESS, host.nowMs() + dpd.intervalSeconds() * 1000L);
        }
    }

    /** The timer: nothing was to be checked for one interval. */
    static void due(Host host, Session session, Phase.Login login) {
        long intervalMs = login.profile().dpd().intervalSeconds() * 1000L;
        long quietSince = host.nowMs() - session.lastHeardMs();
        if (quietSince < intervalMs) {
            session.timers().set(Timer.LIVENESS, session.lastHeardMs() + intervalMs);
        } else if (session.asked()) {
            probe(session);
        } else {
            session.asked(true);
            session.timers().set(Timer.LIVENESS, host.nowMs() + ASK_MS);
            host.act(new Action.AskEspActivity(session.id()));
        }
    }

    /** The data plane's word. */
    static void activity(Host host, Session session, Phase.Login login, Event.EspActivity esp) {
        if (!session.asked()) {
            return;
        }
        Dpd dpd = login.profile().dpd();
        long intervalMs = dpd.intervalSeconds() * 1000L;
        long heardMs = Math.max(session.lastHeardMs(), esp.lastInboundMs());
        if (host.nowMs() - heardMs < intervalMs) {
            session.asked(false);
            session.timers().set(Timer.LIVENESS, heardMs + intervalMs);
        } else if (dpd.onDemand() && esp.lastOutboundMs() <= heardMs) {
            // On demand: silence is only suspicious when we are the ones talking.
            restart(host, session, dpd);
        } else {
            session.timers().stop(Timer.LIVENESS);
            probe(session);
        }
    }

    private static void probe(Session session) {
        session.asked(false);
        session.enqueue(new Probe());
    }

    /** RFC 7296 §1.4: an empty INFORMATIONAL request, "used as a check that the other is alive". */
    record Probe() implements OwnExchange {
        /** IOS: five more tries at the retry interval. */
        private static final int TRIES = 6;

        static InFlight.Schedule schedule(Dpd dpd) {
            return new InFlight.Schedule(Math.max(1, dpd.retrySeconds()) * 1000L, 1, TRIES);
        }

        @Override
        public int exchangeType() {
            return ExchangeType.INFORMATIONAL;
        }

        @Override
        public @Nullable List<Payload> request(Host host, Session session, IkeSa sa) {
            return List.of();
        }

        @Override
        public void answered(Host host, Session session, IkeSa sa, IkeMessage response) {
            Phase.Login login = session.login();
            if (login != null) {
                restart(host, session, login.profile().dpd());
            }
        }

        @Override
        public void abandoned(Host host, Session session) {
            Phase.Login login = session.login();
            if (login != null) {
                restart(host, session, login.profile().dpd());
            }
        }
    }
}
