package io.flexaaa.server.session;

import java.math.BigInteger;
import java.time.Instant;

/**
 * One accounting report of a session, as stored. {@code status} is Start, Interim-Update or Stop.
 */
public record SessionReport(
        Instant at, String status, long sessionSeconds, BigInteger rxBytes, BigInteger txBytes) {}
