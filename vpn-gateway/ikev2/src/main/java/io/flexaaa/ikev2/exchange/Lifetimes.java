package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.sa.Clockwork;
import io.flexaaa.ikev2.sa.Clockwork.Timer;
import io.flexaaa.ikev2.sa.Host;
import io.flexaaa.ikev2.sa.Phase;
import io.flexaaa.ikev2.sa.Session;

/** Starts the timers of an established session, and again after each IKE rekey. */
final class Lifetimes {
    private Lifetimes() {}

    static void start(Host host, Session session, Phase.Login login) {
        IkeProfile profile = login.profile();
        Clockwork timers = session.timers();
        long now = host.nowMs();
        long lifetime = profile.lifetimeSeconds();
        timers.set(Timer.IKE_REKEY, Jitter.rekeyAtMs(host, now, lifetime));
        timers.set(Timer.IKE_EXPIRE, lifetime == 0 ? Step.NEVER : now + lifetime * 1000);
        Liveness.restart(host, session, profile.dpd());
        keepalive(host, session, profile);
    }

    /** RFC 3948 §4: who is inside the NAT keeps it open. We rarely are. */
    static void keepalive(Host host, Session session, IkeProfile profile) {
        if (profile.natKeepaliveSeconds() > 0 && session.nat().localInside()) {
            session.timers()
                    .set(Timer.NAT_KEEPALIVE, host.nowMs() + profile.natKeepaliveSeconds() * 1000L);
        }
    }
}
