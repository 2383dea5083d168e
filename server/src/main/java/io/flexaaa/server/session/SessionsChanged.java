package io.flexaaa.server.session;

import java.util.List;

/**
 * Published (Spring application event) once a committed batch: sessions that are new, reported or
 * ended.
 */
public record SessionsChanged(List<Session> sessions) {}
