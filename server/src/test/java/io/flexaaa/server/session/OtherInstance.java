package io.flexaaa.server.session;

import io.flexaaa.server.session.store.SessionStore;
import io.flexaaa.server.session.store.SessionWriteStore;

import org.springframework.context.ApplicationEventPublisher;

import java.time.Clock;

/** The session memory of a second server on the same database. */
public record OtherInstance(
        LiveSessions sessions, SessionFollower follower, SessionJournal journal) {

    public static OtherInstance on(
            SessionStore store,
            SessionWriteStore writes,
            ApplicationEventPublisher events,
            Clock clock) {
        LiveSessions sessions = new LiveSessions(store, events, clock);
        return new OtherInstance(
                sessions,
                new SessionFollower(store, sessions, clock),
                new SessionJournal(writes, sessions));
    }

    /** What its timer does. */
    public void follow() {
        follower.follow();
    }
}
