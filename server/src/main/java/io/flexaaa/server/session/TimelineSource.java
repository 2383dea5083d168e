package io.flexaaa.server.session;

import java.util.List;

/** What another module knows of a session's life. */
public interface TimelineSource {
    List<TimelineEntry> of(Session session);
}
