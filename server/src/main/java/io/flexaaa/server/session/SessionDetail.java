package io.flexaaa.server.session;

import java.util.List;

/** A session with its recent rates and its accounting reports, oldest first. */
public record SessionDetail(Session session, List<RatePoint> rates, List<SessionReport> reports) {}
