package io.flexaaa.server.authlog;

import java.util.List;

/** Published (Spring application event) once a stored batch. */
public record DecisionsRecorded(List<Decision> decisions) {}
