package io.flexaaa.server.session;

import java.time.Instant;

/**
 * One thing that happened to a session.
 *
 * @param kind {@code radius}, {@code accounting} or {@code dynauth}
 */
public record TimelineEntry(Instant at, String kind, String text, String detail) {}
