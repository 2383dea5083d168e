package io.flexaaa.server.session;

import java.time.Instant;

/** Bit/s between two successive reports, at the time of the later one. */
public record RatePoint(Instant at, long rx, long tx) {}
