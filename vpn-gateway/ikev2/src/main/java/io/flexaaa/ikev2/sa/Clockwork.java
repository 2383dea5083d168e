package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.Step;

import java.util.Arrays;

/** The session's timers: one slot each, {@link Step#NEVER} when not running. */
public final class Clockwork {
    /** What can be due. */
    public enum Timer {
        /** Nothing was heard for a DPD interval: look closer. */
        LIVENESS,
        /** Replace the IKE SA. */
        IKE_REKEY,
        /** The IKE SA's lifetime is over. */
        IKE_EXPIRE,
        /** Keep the NAT's mapping alive. */
        NAT_KEEPALIVE,
        /** No child SA for too long. */
        CHILDLESS
    }

    private final long[] dueMs = new long[Timer.values().length];

    Clockwork() {
        Arrays.fill(dueMs, Step.NEVER);
    }

    public void set(Timer timer, long atMs) {
        dueMs[timer.ordinal()] = atMs;
    }

    public void stop(Timer timer) {
        set(timer, Step.NEVER);
    }

    public void stopAll() {
        Arrays.fill(dueMs, Step.NEVER);
    }

    public boolean isRunning(Timer timer) {
        return dueMs[timer.ordinal()] != Step.NEVER;
    }

    /** True once: the timer was due, and is stopped now. */
    public boolean fired(Timer timer, long nowMs) {
        if (dueMs[timer.ordinal()] > nowMs) {
            return false;
        }
        stop(timer);
        return true;
    }

    long earliestMs() {
        long earliest = Step.NEVER;
        for (long due : dueMs) {
            earliest = Math.min(earliest, due);
        }
        return earliest;
    }
}
