package io.flexaaa.server.session;

import java.util.function.LongSupplier;

/**
 * Session ids from blocks of the sequence. A block left lying for long is thrown away, so that a
 * newer session has, but for a moment, the larger id on whichever instance it began. One owner.
 */
public final class SessionIds {

    /** The sequence's increment. */
    public static final int BLOCK = 1_024;

    private static final long FRESH_MILLIS = 1_000;

    private final LongSupplier nextBlock;
    private long next;
    private long end;
    private long takenAtMs;

    public SessionIds(LongSupplier nextBlock) {
        this.nextBlock = nextBlock;
    }

    public long next(long nowMs) {
        if (next == end || nowMs - takenAtMs > FRESH_MILLIS) {
            next = nextBlock.getAsLong();
            end = next + BLOCK;
            takenAtMs = nowMs;
        }
        return next++;
    }
}
