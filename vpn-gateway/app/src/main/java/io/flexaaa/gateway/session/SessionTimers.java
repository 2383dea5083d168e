package io.flexaaa.gateway.session;

import io.flexaaa.gateway.aaa.Accounting;
import io.flexaaa.gateway.aaa.Usage;
import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.AaaConfig.AccountingUpdate;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.policy.EffectivePolicy;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * Session-Timeout, Idle-Timeout and interim accounting of the sessions that are up, once a second.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class SessionTimers {
    /** Below this an interim interval would be load, not information. */
    static final long LEAST_INTERIM_SECONDS = 5;

    private final Supplier<AccountingUpdate> update;
    private final DataPlane dataPlane;
    private final Accounting accounting;

    SessionTimers(Supplier<AccountingUpdate> update, DataPlane dataPlane, Accounting accounting) {
        this.update = update;
        this.dataPlane = dataPlane;
        this.accounting = accounting;
    }

    /** The session came up, or a CoA changed its policy. */
    void arm(Session session, long nowMs) {
        EffectivePolicy policy = session.policy;
        if (policy == null) {
            return;
        }
        session.timeoutMs = millis(EffectivePolicy.value(policy.sessionTimeoutSeconds()));
        session.idleMs = millis(EffectivePolicy.value(policy.idleTimeoutSeconds()));
        armInterim(session, EffectivePolicy.value(policy.acctInterimSeconds()), nowMs);
    }

    void armInterim(Session session, @Nullable Long seconds, long nowMs) {
        session.interimMs =
                seconds != null && seconds >= LEAST_INTERIM_SECONDS
                        ? seconds * 1_000
                        : update.get().periodicMinutes() * 60_000L;
        session.interimDueMs = nowMs + session.interimMs;
    }

    private static long millis(@Nullable Long seconds) {
        return seconds == null ? 0 : seconds * 1_000;
    }

    /** Why the session is to end now, or null. */
    @Nullable Reason tick(Session session, long nowMs) {
        if (!session.up || session.access == null) {
            return null;
        }
        SessionCounters counters = dataPlane.counters(session.access.link());
        long packets = counters.inPackets() + counters.outPackets();
        if (packets != session.lastPackets) {
            session.lastPackets = packets;
            session.lastActiveMs = nowMs;
        }
        if (counters.outPackets() != session.lastOutPackets) {
            session.lastOutPackets = counters.outPackets();
            session.lastOutMs = nowMs;
        }
        if (session.accounted != null
                && session.interimMs > 0
                && nowMs - session.interimDueMs >= 0) {
            session.interimDueMs += session.interimMs;
            accounting.interim(session.accounted, usage(counters));
        }
        if (session.timeoutMs > 0 && nowMs - session.upMs >= session.timeoutMs) {
            return new Reason.Requested(
                    "SESSION_TIMEOUT",
                    "Session-Timeout of " + session.timeoutMs / 1_000 + " s is over",
                    TerminateCause.SESSION_TIMEOUT);
        }
        if (session.idleMs > 0 && nowMs - session.lastActiveMs >= session.idleMs) {
            return new Reason.Requested(
                    "IDLE_TIMEOUT",
                    "no packet for Idle-Timeout of " + session.idleMs / 1_000 + " s",
                    TerminateCause.IDLE_TIMEOUT);
        }
        return null;
    }

    static Usage usage(SessionCounters counters) {
        return new Usage(
                counters.inOctets(),
                counters.outOctets(),
                counters.inPackets(),
                counters.outPackets());
    }
}
