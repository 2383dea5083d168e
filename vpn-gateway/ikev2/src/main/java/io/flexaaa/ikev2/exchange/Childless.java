package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

/**
 * An IKE SA without a child SA is legal (RFC 7296 §2.21.2) but serves nobody; the peer gets a while
 * to make one.
 */
final class Childless {
    static final long GRACE_MS = 30_000;

    private Childless() {}

    static void check(Host host, Session session) {
        boolean idle = session.phase() instanceof Phase.Established && !session.hasWorkingChild();
        if (!idle) {
            session.timers().stop(Timer.CHILDLESS);
        } else if (!session.timers().isRunning(Timer.CHILDLESS)) {
            session.timers().set(Timer.CHILDLESS, host.nowMs() + GRACE_MS);
        }
    }
}
