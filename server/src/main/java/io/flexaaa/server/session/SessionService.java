package io.flexaaa.server.session;

import io.flexaaa.server.listing.Page;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Live and past sessions. Changes are published as {@link SessionsChanged}. */
public interface SessionService extends Presence {

    /** Live sessions come from memory, ended ones from the table; newest first, cursor = id. */
    Page<Session> list(SessionQuery query);

    Optional<Session> find(long id);

    /** With rates and reports; throws Problem.NotFound. */
    SessionDetail detail(long id);

    Optional<Session> findByAuditSessionId(String auditSessionId);

    /** Sessions that are up or stale. */
    long countLive();

    /**
     * Done with the time the session ended; at once if it has. Dynamic authorization waits on it to
     * say that an Accounting-Stop confirmed a Disconnect. Cancel it when it is no longer wanted.
     */
    CompletableFuture<Instant> whenEnded(long id);
}
