package io.flexaaa.ikev2.exchange;

import io.flexaaa.ikev2.Step;
import io.flexaaa.ikev2.sa.Host;

/**
 * When to rekey. RFC 7296 §2.8: lifetimes are each side's own, and "jittered" so that both do not
 * begin at the same moment.
 */
final class Jitter {
    private Jitter() {}

    /** Before the lifetime's end by the configured margin and up to half as much again. */
    static long rekeyAtMs(Host host, long nowMs, long lifetimeSeconds) {
        if (lifetimeSeconds == 0) {
            return Step.NEVER;
        }
        long lifetimeMs = lifetimeSeconds * 1000;
        long marginMs = lifetimeMs * host.config().limits().rekeyMarginPercent() / 100;
        return nowMs + lifetimeMs - marginMs - random(host, marginMs / 2);
    }

    /** RFC 7296 §2.25: after TEMPORARY_FAILURE wait a while, and not both for the same while. */
    static long retryAtMs(Host host) {
        return host.nowMs() + 5_000 + random(host, 10_000);
    }

    private static long random(Host host, long bound) {
        return bound <= 0 ? 0 : Long.remainderUnsigned(host.entropy().nonZeroLong(), bound);
    }
}
