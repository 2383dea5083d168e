package io.flexaaa.ikev2.sa;

import io.flexaaa.protocol.wire.Octets;

import java.util.List;

/** Our one outstanding request on an IKE SA, with all it takes to send it again. */
public final class InFlight {
    private OwnExchange exchange;
    private final long messageId;
    private final List<Octets> datagrams;
    private final Schedule schedule;
    private int sends = 1;
    private long resendAtMs;

    /** When to send again: {@code factor} 2 is exponential back-off, 1 a constant interval. */
    public record Schedule(long firstMs, int factor, int tries) {}

    InFlight(
            OwnExchange exchange,
            long messageId,
            List<Octets> datagrams,
            Schedule schedule,
            long nowMs) {
        this.exchange = exchange;
        this.messageId = messageId;
        this.datagrams = List.copyOf(datagrams);
        this.schedule = schedule;
        this.resendAtMs = nowMs + schedule.firstMs();
    }

    public OwnExchange exchange() {
        return exchange;
    }

    /** The session is closing: the answer is still waited for, but means nothing any more. */
    public void disown(OwnExchange instead) {
        exchange = instead;
    }

    public long messageId() {
        return messageId;
    }

    public List<Octets> datagrams() {
        return datagrams;
    }

    public int sends() {
        return sends;
    }

    public long resendAtMs() {
        return resendAtMs;
    }

    public boolean exhausted() {
        return sends >= schedule.tries();
    }

    public void resent(long nowMs) {
        long wait = schedule.firstMs();
        for (int i = 0; i < sends && wait < 60_000; i++) {
            wait *= schedule.factor();
        }
        sends++;
        resendAtMs = nowMs + Math.min(wait, 60_000);
    }
}
