package io.flexaaa.server.accounting;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What was used in the hour or day that begins at {@code at}. rx is from the peer, tx to it.
 *
 * @param name the peer, group or NAS; empty when all are summed up
 */
public record UsageRow(
        Instant at,
        String name,
        long sessionSeconds,
        long sessionsEnded,
        BigInteger rxBytes,
        BigInteger txBytes) {}
