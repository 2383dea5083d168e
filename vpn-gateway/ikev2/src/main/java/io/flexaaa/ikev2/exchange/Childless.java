package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.SecurityAssociation;
import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

/**
 * An IKE SA without a child SA is legal (RFC 7296 §2.21.2) but serves nobody; the peer gets a while
 * to make one. A peer that said from the start that it wants none yet (RFC 6023) gets all the time.
 */
final class Childless {
    static final long GRACE_MS = 30_000;

    private Childless() {}

    /** RFC 6023 §3.2: IKE_AUTH without the SA, TSi and TSr payloads. */
    static boolean wanted(IkeMessage auth) {
        return auth.first(SecurityAssociation.class) == null
                && auth.trafficSelectors(true) == null
                && auth.trafficSelectors(false) == null;
    }

    /** All that a child SA needs is there. */
    static boolean childIn(IkeMessage auth) {
        return auth.first(SecurityAssociation.class) != null
                && auth.trafficSelectors(true) != null
                && auth.trafficSelectors(false) != null;
    }

    static void check(Host host, Session session) {
        boolean idle =
                session.phase() instanceof Phase.Established
                        && !session.hasWorkingChild()
                        && !session.isChildlessByWish();
        if (!idle) {
            session.timers().stop(Timer.CHILDLESS);
        } else if (!session.timers().isRunning(Timer.CHILDLESS)) {
            session.timers().set(Timer.CHILDLESS, host.nowMs() + GRACE_MS);
        }
    }
}
